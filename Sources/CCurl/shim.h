#pragma once
/* Typed doors to libcurl's variadic setters, and the callback that keeps an answer's beginning, which stays in C: no
   Swift closure may cross. */
#include <curl/curl.h>
#include <stdlib.h>
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

/* `headers` must live as long as the handle has them. */
static inline CURLcode ccurl_set_headers(CURL *handle, struct curl_slist *headers) {
    return curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
}

/* The bytes are copied. Makes the next request a POST. */
static inline CURLcode ccurl_set_body(CURL *handle, const void *bytes, size_t count) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, bytes);
}

static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ccurl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

/* What one transfer leaves behind: its body's bytes, up to a limit, and libcurl's words for what went wrong. */
struct ccurl_answer {
    char *bytes;
    size_t count;
    size_t capacity;
    size_t limit;
    /* Whether a body that is longer than the limit fails; else what is over is read and dropped. */
    int refuses_longer;
    int is_too_long;
    char error[CURL_ERROR_SIZE];
};

/* Memory that is kept from one transfer to the next: enough for a reason or a record, not for a page that was an accident. */
enum { CCURL_KEPT_CAPACITY = 65536 };

static inline void ccurl_answer_clear(struct ccurl_answer *answer) {
    if (answer->capacity > CCURL_KEPT_CAPACITY) {
        free(answer->bytes);
        answer->bytes = NULL;
        answer->capacity = 0;
    }
    answer->count = 0;
    answer->is_too_long = 0;
    answer->error[0] = '\0';
}

static inline const char *ccurl_answer_error(const struct ccurl_answer *answer) {
    return answer->error;
}

static inline int ccurl_make_room(struct ccurl_answer *answer, size_t needed) {
    if (needed <= answer->capacity) return 1;
    size_t doubled = answer->capacity * 2 < 512 ? 512 : answer->capacity * 2;
    size_t wanted = doubled < needed ? needed : doubled;
    char *bytes = (char *)realloc(answer->bytes, wanted);
    if (!bytes) return 0;
    answer->bytes = bytes;
    answer->capacity = wanted;
    return 1;
}

static inline size_t ccurl_keep_body(char *data, size_t size, size_t count, void *context) {
    struct ccurl_answer *answer = (struct ccurl_answer *)context;
    size_t offered = size * count;
    size_t room = answer->limit - answer->count;
    size_t taken = offered < room ? offered : room;
    if (offered > room && answer->refuses_longer) {
        answer->is_too_long = 1;
        return 0;
    }
    if (taken == 0) return offered;
    if (!ccurl_make_room(answer, answer->count + taken)) return 0;
    memcpy(answer->bytes + answer->count, data, taken);
    answer->count += taken;
    return offered;
}

/* Lets `answer`, which must outlive the handle, receive what a transfer leaves. */
static inline CURLcode ccurl_set_answer(CURL *handle, struct ccurl_answer *answer) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, ccurl_keep_body);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_WRITEDATA, answer);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, answer->error);
}
