-- The reference of `broker`: moves messages to several queues, and does nothing else.
-- KEYS: queue, targets. ARGV: how many.
local taken = redis.call('RPOP', KEYS[1], ARGV[1]) or {}
for target = 2, #KEYS do redis.call('LPUSH', KEYS[target], unpack(taken)) end
return #taken
