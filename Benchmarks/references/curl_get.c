/* The reference of `forward`: GETs every URL of a file over libcurl's multi interface, and does nothing else.
 *
 *   curl_get FILE CONCURRENCY      prints the seconds that it took, from the first request to the last answer
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static size_t drop(char *data, size_t size, size_t count, void *context) {
    (void)data, (void)context;
    return size * count;
}

/* Begins the request for the next line of the file, if there is one. */
static int begin(CURLM *multi, CURL *easy, FILE *urls) {
    char url[65536];
    if (fgets(url, sizeof url, urls) == NULL) return 0;
    url[strcspn(url, "\n")] = '\0';
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_multi_add_handle(multi, easy);
    return 1;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
    if (count != 3) return 64;
    FILE *urls = fopen(arguments[1], "r");
    if (urls == NULL) return 66;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM *multi = curl_multi_init();
    double start = now();
    for (int handle = atoi(arguments[2]), more = 1; handle > 0 && more; handle--) {
        CURL *easy = curl_easy_init();
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
        more = begin(multi, easy, urls);
    }
    int running = 1, left;
    while (running > 0) {
        curl_multi_perform(multi, &running);
        for (CURLMsg *message; (message = curl_multi_info_read(multi, &left)) != NULL;) {
            CURL *easy = message->easy_handle;
            long status = 0;
            curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
            if (message->data.result != CURLE_OK || status != 200) return 1;
            curl_multi_remove_handle(multi, easy);
            running += begin(multi, easy, urls);
        }
        if (running > 0) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
    printf("%f\n", now() - start);
    return 0;
}
