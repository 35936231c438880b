/* The reference of `settle` and `sort`: claims batches and settles them with bare scripts until the queue is empty.
 *
 *   claim_settle SOCKET BATCH CLAIM-DIGEST SETTLE-DIGEST QUEUE [NEXT-QUEUE]
 */
#include <hiredis/hiredis.h>
#include <stdio.h>
#include <stdlib.h>

static redisReply *checked(redisContext *redis, redisReply *reply) {
    if (reply != NULL && reply->type != REDIS_REPLY_ERROR) return reply;
    fprintf(stderr, "claim_settle: %s\n", reply != NULL ? reply->str : redis->errstr);
    exit(1);
}

/* Gives the messages of `claimed` to `next`, or to nobody. */
static void settle(redisContext *redis, const char *digest, const char *next, const redisReply *claimed) {
    size_t messages = next != NULL ? claimed->elements : 0, head = next != NULL ? 5 : 4;
    const char **words = malloc((head + messages) * sizeof *words);
    size_t *lengths = malloc((head + messages) * sizeof *lengths);
    const char *start[] = {"EVALSHA", digest, next != NULL ? "2" : "1", "temp:bare", next};
    for (size_t i = 0; i < head; i++) {
        words[i] = start[i];
        lengths[i] = snprintf(NULL, 0, "%s", start[i]);
    }
    for (size_t i = 0; i < messages; i++) {
        words[head + i] = claimed->element[i]->str;
        lengths[head + i] = claimed->element[i]->len;
    }
    freeReplyObject(checked(redis, redisCommandArgv(redis, (int)(head + messages), words, lengths)));
    free(words);
    free(lengths);
}

int main(int count, char **arguments) {
    if (count < 6) return 64;
    const char *batch = arguments[2], *claim_digest = arguments[3], *settle_digest = arguments[4];
    const char *queue = arguments[5], *next = count > 6 ? arguments[6] : NULL;
    redisContext *redis = redisConnectUnix(arguments[1]);
    if (redis == NULL || redis->err != 0) return 1;
    for (size_t claimed = 1; claimed > 0;) {
        redisReply *reply =
            checked(redis, redisCommand(redis, "EVALSHA %s 2 %s temp:bare %s", claim_digest, queue, batch));
        claimed = reply->elements;
        if (claimed > 0) settle(redis, settle_digest, next, reply);
        freeReplyObject(reply);
    }
    redisFree(redis);
    return 0;
}
