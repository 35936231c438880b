-- The reference of `settle`: takes messages, so that they are in the worker's list until they are settled.
-- KEYS: queue, temp. ARGV: how many.
local taken = redis.call('RPOP', KEYS[1], ARGV[1]) or {}
if #taken > 0 then redis.call('LPUSH', KEYS[2], unpack(taken)) end
return taken
