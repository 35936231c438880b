#pragma once
/* Typed doors to libcurl's variadic setters, and the two callbacks, which stay in C: no Swift closure may cross. */
#include <curl/curl.h>
#include <string.h>

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ccurl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ccurl_get_pointer(CURL *handle, CURLINFO info, void **value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode ccurl_multi_set_long(CURLM *handle, CURLMoption option, long value) {
    return curl_multi_setopt(handle, option, value);
}

/* The first bytes of an answer's body: enough for a reason, never a whole page. */
enum { CCURL_HEAD_CAPACITY = 512 };

struct ccurl_head {
    size_t count;
    char bytes[CCURL_HEAD_CAPACITY];
};

static inline size_t ccurl_keep_head(char *data, size_t size, size_t count, void *context) {
    struct ccurl_head *head = (struct ccurl_head *)context;
    size_t offered = size * count;
    size_t room = CCURL_HEAD_CAPACITY - head->count;
    size_t taken = offered < room ? offered : room;
    memcpy(head->bytes + head->count, data, taken);
    head->count += taken;
    return offered;
}

/* Lets `head` receive the first bytes of the body; all other bytes are read and dropped. */
static inline CURLcode ccurl_set_head(CURL *handle, struct ccurl_head *head) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, ccurl_keep_head);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_WRITEDATA, head);
}
