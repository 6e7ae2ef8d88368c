// How the compiler recognises the types and operations of these headers (docs/decisions/0017): by an annotation on the
// declaration, which other compilers do not see.
#ifndef ALLO_HLS_DETAIL_INTRINSIC_H
#define ALLO_HLS_DETAIL_INTRINSIC_H

#if defined(__clang__)
#define ALLO_HLS(name) [[clang::annotate("hls." name)]]
#else
#define ALLO_HLS(name)
#endif

#endif
