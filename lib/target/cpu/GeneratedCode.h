// ALLO_CALLS_GENERATED_CODE marks functions that call generated code. Clang's sanitiser of function types reads what it
// put before a function; before generated code there is nothing, at worst an unmapped page.
#pragma once

#ifdef __clang__
#define ALLO_CALLS_GENERATED_CODE __attribute__((no_sanitize("function")))
#else
#define ALLO_CALLS_GENERATED_CODE
#endif
