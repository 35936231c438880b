// CounterRules
