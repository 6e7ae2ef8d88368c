// What a variable holds in memory and what its value is computed in differ for some types: an ap_fixed is computed as
// the integer of its bits, an ap_int of a C width as the C integer.
#pragma once

#include "target/hls/Expressions.h"

namespace allo::target::hls {

// The type in which the value of a variable of this type is computed.
Type computedType(Type stored);
// The value of a variable (or element) of `place->type`, in its computed type.
ExpressionPointer readPlace(ExpressionPointer place);
// A computed value where an object of the stored type is made: an initial value, a result.
ExpressionPointer asStored(ExpressionPointer value, Type stored, std::set<model::Support> &support);
// What an assignment to the place names on its left.
ExpressionPointer assignablePlace(ExpressionPointer place);

} // namespace allo::target::hls
