#pragma once

/// How many blocks of memory the calling thread has asked for since it began.
unsigned long allocations_count(void);
