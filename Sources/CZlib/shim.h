#pragma once
#include <zlib.h>

/* inflateInit2 is a macro. 16 + 15: a gzip header, and the largest window. */
static inline int czlib_begin_gzip(z_stream *stream) { return inflateInit2(stream, 16 + 15); }
