/* What the kernels share: the choice of dataset (MINI_DATASET, SMALL_DATASET, MEDIUM_DATASET; small unless told),
 * of the element type (DATA_TYPE_IS_FLOAT, DATA_TYPE_IS_DOUBLE, DATA_TYPE_IS_INT), and of loop bounds: the size
 * parameters, or with POLYBENCH_USE_SCALAR_LB the constants. Kernels are written here after the mathematics of
 * PolyBench/C 4.2.1, in the form that suite uses; NAME of a file is the suite's name with words for digits in front. */
#ifndef ALLO_BENCH_POLYBENCH_H
#define ALLO_BENCH_POLYBENCH_H

#include <math.h>

#if !defined(MINI_DATASET) && !defined(SMALL_DATASET) && !defined(MEDIUM_DATASET)
#define SMALL_DATASET
#endif

#if !defined(DATA_TYPE_IS_FLOAT) && !defined(DATA_TYPE_IS_DOUBLE) && !defined(DATA_TYPE_IS_INT)
#ifdef POLYBENCH_DEFAULT_INT
#define DATA_TYPE_IS_INT
#else
#define DATA_TYPE_IS_DOUBLE
#endif
#endif

#ifdef DATA_TYPE_IS_INT
#define DATA_TYPE int
#define SCALAR_VAL(x) x
#endif
#ifdef DATA_TYPE_IS_FLOAT
#define DATA_TYPE float
#define SCALAR_VAL(x) x##f
#define SQRT_FUN(x) sqrtf(x)
#define EXP_FUN(x) expf(x)
#define POW_FUN(x, y) powf(x, y)
#endif
#ifdef DATA_TYPE_IS_DOUBLE
#define DATA_TYPE double
#define SCALAR_VAL(x) x
#define SQRT_FUN(x) sqrt(x)
#define EXP_FUN(x) exp(x)
#define POW_FUN(x, y) pow(x, y)
#endif

#ifdef POLYBENCH_USE_SCALAR_LB
#define POLYBENCH_LOOP_BOUND(constant, parameter) constant
#else
#define POLYBENCH_LOOP_BOUND(constant, parameter) parameter
#endif

#endif
