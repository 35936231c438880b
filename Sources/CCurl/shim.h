#pragma once
/* Typed doors to libcurl's variadic setters, and the callback that keeps an answer's beginning, which stays in C: no
   Swift closure may cross. */
#include <curl/curl.h>
#include <string.h>

static inline CURLcode ccurl_global_init(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ccurl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

/* The first bytes of an answer's body: enough for a reason, never a whole page. */
enum { CCURL_HEAD_CAPACITY = 512 };

/* What one transfer leaves behind: its body's first bytes, and libcurl's words for what went wrong. */
struct ccurl_answer {
    size_t count;
    char bytes[CCURL_HEAD_CAPACITY];
    char error[CURL_ERROR_SIZE];
};

static inline void ccurl_answer_clear(struct ccurl_answer *answer) {
    answer->count = 0;
    answer->error[0] = '\0';
}

static inline const char *ccurl_answer_bytes(const struct ccurl_answer *answer) {
    return answer->bytes;
}

static inline const char *ccurl_answer_error(const struct ccurl_answer *answer) {
    return answer->error;
}

static inline size_t ccurl_keep_head(char *data, size_t size, size_t count, void *context) {
    struct ccurl_answer *answer = (struct ccurl_answer *)context;
    size_t offered = size * count;
    size_t room = CCURL_HEAD_CAPACITY - answer->count;
    size_t taken = offered < room ? offered : room;
    memcpy(answer->bytes + answer->count, data, taken);
    answer->count += taken;
    return offered;
}

/* Lets `answer`, which must outlive the handle, receive what a transfer leaves; all other bytes are read and dropped. */
static inline CURLcode ccurl_set_answer(CURL *handle, struct ccurl_answer *answer) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, ccurl_keep_head);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_WRITEDATA, answer);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, answer->error);
}
