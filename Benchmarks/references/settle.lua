-- The reference of `settle` and `sort`: forgets all that the worker holds; gives the messages to a further queue if one is
-- named. KEYS: temp, the further queue. ARGV: the messages.
redis.call('DEL', KEYS[1])
if KEYS[2] then redis.call('LPUSH', KEYS[2], unpack(ARGV)) end
return 0
