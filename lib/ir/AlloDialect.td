//===-- AlloDialect.td - what upstream dialects lack ------------------------------------------------------------===//
// Attributes that carry the facts of a design: names, stable ids, C types, array layouts, loop directives.
// What decides meaning lives in types; see docs/decisions/0002 to 0004.
//===-------------------------------------------------------------------------------------------------------------===//
#ifndef ALLO_DIALECT_TD
#define ALLO_DIALECT_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Allo_Dialect : Dialect {
  let name = "allo";
  let cppNamespace = "::allo::ir";
  let summary = "names, C types, layouts and directives of an accelerator design";
  let useDefaultAttributePrinterParser = 1;
  let useDefaultTypePrinterParser = 1;
  let hasOperationAttrVerify = 1;
  let hasRegionArgAttrVerify = 1;
  let hasRegionResultAttrVerify = 1;
}

class Allo_Attr<string name, string attrMnemonic> : AttrDef<Allo_Dialect, name> {
  let mnemonic = attrMnemonic;
}

//===-- C types ---------------------------------------------------------------------------------------------------===//

def Allo_CKind : I32Enum<"CKind", "the scalar types of C and C++", [
  I32EnumCase<"Bool", 0, "bool">,
  I32EnumCase<"Char", 1, "char">,
  I32EnumCase<"SChar", 2, "schar">,
  I32EnumCase<"UChar", 3, "uchar">,
  I32EnumCase<"Short", 4, "short">,
  I32EnumCase<"UShort", 5, "ushort">,
  I32EnumCase<"Int", 6, "int">,
  I32EnumCase<"UInt", 7, "uint">,
  I32EnumCase<"Long", 8, "long">,
  I32EnumCase<"ULong", 9, "ulong">,
  I32EnumCase<"LongLong", 10, "longlong">,
  I32EnumCase<"ULongLong", 11, "ulonglong">,
  I32EnumCase<"Float", 12, "float">,
  I32EnumCase<"Double", 13, "double">,
  I32EnumCase<"Int128", 14, "int128">,
  I32EnumCase<"UInt128", 15, "uint128">,
  I32EnumCase<"Half", 16, "half">,
  I32EnumCase<"BFloat16", 17, "bfloat16">,
  I32EnumCase<"APInt", 18, "ap_int">,
  I32EnumCase<"APUInt", 19, "ap_uint">,
  I32EnumCase<"APFixed", 20, "ap_fixed">,
  I32EnumCase<"APUFixed", 21, "ap_ufixed">,
]> {
  let cppNamespace = "::allo::ir";
}

def Allo_Quantisation : I32Enum<"Quantisation", "what becomes of bits below the last one of a fixed-point type", [
  I32EnumCase<"Trn", 0, "trn">,
  I32EnumCase<"TrnZero", 1, "trn_zero">,
  I32EnumCase<"Rnd", 2, "rnd">,
  I32EnumCase<"RndZero", 3, "rnd_zero">,
  I32EnumCase<"RndMinInf", 4, "rnd_min_inf">,
  I32EnumCase<"RndInf", 5, "rnd_inf">,
  I32EnumCase<"RndConv", 6, "rnd_conv">,
]> {
  let cppNamespace = "::allo::ir";
}

def Allo_Overflow : I32Enum<"Overflow", "what becomes of a value beyond the range of a fixed-point type", [
  I32EnumCase<"Wrap", 0, "wrap">,
  I32EnumCase<"WrapSM", 1, "wrap_sm">,
  I32EnumCase<"Sat", 2, "sat">,
  I32EnumCase<"SatZero", 3, "sat_zero">,
  I32EnumCase<"SatSym", 4, "sat_sym">,
]> {
  let cppNamespace = "::allo::ir";
}

def Allo_CTypeAttr : Allo_Attr<"CType", "ctype"> {
  let summary = "the C type of a scalar or of an array's elements";
  let description = [{
    IR element types are signless, as `arith` wants. This attribute keeps the C type that the source wrote; the
    interfaces of the targets read signedness and spelling from it. Arbitrary-precision types write their width, fixed
    point its integer bits and its modes (docs/decisions/0017).
    Examples: `#allo.ctype<uchar>`, `#allo.ctype<ap_int, 17>`, `#allo.ctype<ap_fixed, 16, 8, rnd, sat>`.
  }];
  let parameters = (ins "::allo::ir::CType":$value);
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
}

//===-- Variables -------------------------------------------------------------------------------------------------===//

def Allo_VariableAttr : Allo_Attr<"Variable", "var"> {
  let summary = "the source variable that a memory is: stable id, name, C type";
  let description = [{
    Stands as the discardable attribute `allo.var` on `memref.alloca`, `memref.get_global` and function arguments.
    Ids are unique in a function (shared with loops) and never reused. `const` marks what the source promises not
    to write. Example: `#allo.var<id = 3, name = "A", type = <float>, is_const = true>`.
  }];
  let parameters = (ins "int64_t":$id, StringRefParameter<"source name">:$name, "::allo::ir::CTypeAttr":$type,
                        DefaultValuedParameter<"bool", "false">:$is_const);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Allo_FieldAttr : Allo_Attr<"Field", "field"> {
  let summary = "the place of a flattened struct member in its parameter";
  let description = [{
    A struct parameter becomes one argument per scalar member. This argument attribute `allo.field` keeps the parameter
    it came from, the struct's C spelling, the member's path, and byte offset and size, so that interfaces can rebuild the struct.
    In the path a `[]` stands for every subscript ("[].q.x[]" in an array of structs); `strides` are their bytes. The
    members of a result have the name "return".
  }];
  let parameters = (ins "int64_t":$parameter, StringRefParameter<"parameter name">:$name,
                        StringRefParameter<"C spelling of the struct">:$type, StringRefParameter<"member path">:$member,
                        "int64_t":$offset, "int64_t":$size, DefaultValuedParameter<"bool", "false">:$by_reference,
                        OptionalArrayRefParameter<"int64_t", "bytes from one element to the next">:$strides);
  let assemblyFormat = "`<` struct(params) `>`";
  let extraClassDeclaration = [{
    // Whether the member lies in an array of structs, so that it is no array of its own in memory: "[].x", "q[].x".
    bool isInterleaved() const { return getMember().rsplit('.').first.contains("[]") && getMember().contains('.'); }
  }];
}

//===-- Functions -------------------------------------------------------------------------------------------------===//

def Allo_ElementaryOp : Op<Allo_Dialect, "elementary", [Pure]> {
  let summary = "a function of hls_math: sin, exp, pow …";
  let description = [{
    Computed by our own algorithm on every target (docs/decisions/0015): the text of include/hls/detail/math_*.h. The
    names are those of lib/support/ElementaryFunctions.h. Nothing folds it, so that constants get the same bits.
    Example: `allo.elementary "sin"(%x) : (f32) -> f32`.
  }];
  let arguments = (ins StrAttr:$function, Variadic<AnyTypeOf<[AnySignlessInteger, AnyFloat]>>:$operands);
  let results = (outs AnyTypeOf<[AnySignlessInteger, AnyFloat]>:$result);
  let assemblyFormat = "$function `(` $operands `)` attr-dict `:` functional-type($operands, $result)";
}

//===-- Layouts ---------------------------------------------------------------------------------------------------===//

def Allo_PartitionKind : I32Enum<"PartitionKind", "how one dimension is spread over banks", [
  I32EnumCase<"None", 0, "none">,
  I32EnumCase<"Block", 1, "block">,
  I32EnumCase<"Cyclic", 2, "cyclic">,
  I32EnumCase<"Complete", 3, "complete">,
]> {
  let cppNamespace = "::allo::ir";
}

def Allo_StorageKind : I32Enum<"StorageKind", "what kind of memory holds an array", [
  I32EnumCase<"Auto", 0, "auto">,
  I32EnumCase<"Register", 1, "register">,
  I32EnumCase<"LUTRAM", 2, "lutram">,
  I32EnumCase<"BRAM", 3, "bram">,
  I32EnumCase<"URAM", 4, "uram">,
  I32EnumCase<"HBM", 5, "hbm">,
]> {
  let cppNamespace = "::allo::ir";
}

def Allo_PartitionAttr : Allo_Attr<"Partition", "partition"> {
  let summary = "the layout of one dimension: kind and number of banks";
  let parameters = (ins EnumParameter<Allo_PartitionKind>:$kind, DefaultValuedParameter<"int64_t", "1">:$factor);
  let assemblyFormat = "`<` $kind (`,` $factor^)? `>`";
  let genVerifyDecl = 1;
}

def Allo_MemoryAttr : Allo_Attr<"Memory", "memory"> {
  let summary = "the layout and storage of an array, in the memory-space slot of its memref type";
  let description = [{
    One entry per dimension. An array without the attribute has the default layout. The layout map of the memref stays
    the identity. Example: `memref<32x64xf32, #allo.memory<[<none>, <cyclic, 4>], auto>>`.
  }];
  let parameters = (ins OptionalArrayRefParameter<"::allo::ir::PartitionAttr">:$partitions,
                        EnumParameter<Allo_StorageKind>:$storage);
  let assemblyFormat = "`<` `[` (`]`) : ($partitions^ `]`)? `,` $storage `>`";
}

//===-- Loops -----------------------------------------------------------------------------------------------------===//

def Allo_LoopAttr : Allo_Attr<"Loop", "loop"> {
  let summary = "name, stable id and directives of a loop";
  let description = [{
    Stands as the discardable attribute `allo.loop` on `affine.for`, `scf.for` and `scf.while`.
    `pipeline` is the requested initiation interval (0: not pipelined). `unroll` is the factor (0: not unrolled, -1: fully).
    `spatial`: the iterations are processing elements that exist side by side (docs/decisions/0023).
    Example: `#allo.loop<id = 1, name = "j.outer", pipeline = 1>`.
  }];
  let parameters = (ins "int64_t":$id, StringRefParameter<"source name">:$name,
                        DefaultValuedParameter<"int64_t", "0">:$pipeline,
                        DefaultValuedParameter<"int64_t", "0">:$unroll,
                        DefaultValuedParameter<"bool", "false">:$parallel,
                        DefaultValuedParameter<"bool", "false">:$spatial);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
  let builders = [AttrBuilder<(ins "int64_t":$id, "::llvm::StringRef":$name, CArg<"int64_t", "0">:$pipeline,
                                   CArg<"int64_t", "0">:$unroll, CArg<"bool", "false">:$parallel), [{
    return $_get($_ctxt, id, name, pipeline, unroll, parallel, false);
  }]>];
  let extraClassDeclaration = [{
    LoopAttr withId(int64_t id) const;
    LoopAttr withName(::llvm::StringRef name) const;
    LoopAttr withPipeline(int64_t ii) const;
    LoopAttr withUnroll(int64_t factor) const;
    LoopAttr withParallel(bool parallel) const;
    LoopAttr withSpatial(bool spatial) const;
    bool hasDirectives() const { return getPipeline() != 0 || getUnroll() != 0 || getParallel() || getSpatial(); }
  }];
}

//===-- Operations ------------------------------------------------------------------------------------------------===//

def Allo_QuantizeOp : Op<Allo_Dialect, "quantize", [Pure]> {
  let summary = "a number as fixed point (or as an integer of any width) under the modes of that type";
  let description = [{
    The value of `from` is rounded to the last place of `to` under its quantisation mode, and brought into its range
    under its overflow mode. Integers round towards zero and wrap. One rewrite expands it to integer arithmetic for
    every target (lib/ir/Quantize.h).
    Example: `allo.quantize %x : f32 as <float> -> i16 as <ap_fixed, 16, 8, rnd, sat>`.
  }];
  let arguments = (ins AnyTypeOf<[AnySignlessInteger, AnyFloat]>:$value, Allo_CTypeAttr:$from, Allo_CTypeAttr:$to);
  let results = (outs AnySignlessInteger:$result);
  let assemblyFormat = "$value `:` type($value) `as` $from `->` type($result) `as` $to attr-dict";
  let hasVerifier = 1;
}

//===-- Streams ---------------------------------------------------------------------------------------------------===//

def Allo_StreamType : TypeDef<Allo_Dialect, "Stream"> {
  let mnemonic = "stream";
  let summary = "a first-in first-out queue, or an array of them";
  let description = [{
    An element is one or more scalars (the leaves of a struct), which travel together. `depth` is how many elements
    there is room for where the source says so: then `full` is meaningful and a write that may not wait is refused. A
    design in hardware waits at a full stream; a run in one thread holds any number of elements (docs/decisions/0021).
    Examples: `!allo.stream<[<int>]>`, `!allo.stream<[<ap_int, 17>, <float>] depth = 4 extents = [2, 3]>`.
  }];
  let parameters = (ins ArrayRefParameter<"::allo::ir::CTypeAttr", "the scalars of an element">:$elements,
                        DefaultValuedParameter<"int64_t", "0">:$depth,
                        OptionalArrayRefParameter<"int64_t", "of an array of streams">:$extents);
  let assemblyFormat = [{
    `<` `[` $elements `]` (`depth` `=` $depth^)? (`extents` `=` `[` $extents^ `]`)? `>`
  }];
  let genVerifyDecl = 1;
}

def Allo_StreamCreateOp : Op<Allo_Dialect, "stream_create", [MemoryEffects<[MemAlloc]>]> {
  let summary = "an empty stream, or an array of empty streams";
  let description = [{
    Stands where the source declares the stream: one in a loop is a new one in every iteration. A `static` stream is
    made once and keeps its elements from call to call. Its name is that of its `allo.var`.
  }];
  let arguments = (ins UnitAttr:$is_static);
  let results = (outs Allo_StreamType:$stream);
  let assemblyFormat = "(`static` $is_static^)? attr-dict `:` type($stream)";
  let hasVerifier = 1;
}

// Every operation on a stream changes or sees its state, so that no two of one stream change places.
def Allo_StreamReadOp : Op<Allo_Dialect, "stream_read"> {
  let summary = "the oldest element, which leaves the stream; the stream must hold one";
  let arguments = (ins Arg<Allo_StreamType, "", [MemRead, MemWrite]>:$stream, Variadic<Index>:$indices);
  let results = (outs Variadic<AnyTypeOf<[AnySignlessInteger, AnyFloat]>>:$values);
  let assemblyFormat = "$stream `[` $indices `]` attr-dict `:` type($stream) `->` type($values)";
  let hasVerifier = 1;
}

def Allo_StreamTryReadOp : Op<Allo_Dialect, "stream_try_read"> {
  let summary = "reads if the stream holds an element, and says whether it did; else the values are any";
  let arguments = (ins Arg<Allo_StreamType, "", [MemRead, MemWrite]>:$stream, Variadic<Index>:$indices);
  let results = (outs I1:$done, Variadic<AnyTypeOf<[AnySignlessInteger, AnyFloat]>>:$values);
  let assemblyFormat = "$stream `[` $indices `]` attr-dict `:` type($stream) `->` type($done) `,` type($values)";
  let hasVerifier = 1;
}

def Allo_StreamWriteOp : Op<Allo_Dialect, "stream_write", [AttrSizedOperandSegments]> {
  let summary = "adds an element";
  let arguments = (ins Variadic<AnyTypeOf<[AnySignlessInteger, AnyFloat]>>:$values,
                       Arg<Allo_StreamType, "", [MemRead, MemWrite]>:$stream, Variadic<Index>:$indices);
  let assemblyFormat = "$stream `[` $indices `]` `,` $values attr-dict `:` type($stream) `,` type($values)";
  let hasVerifier = 1;
}

def Allo_StreamTryWriteOp : Op<Allo_Dialect, "stream_try_write", [AttrSizedOperandSegments]> {
  let summary = "adds an element if there is room for one, and says whether there was";
  let arguments = (ins Variadic<AnyTypeOf<[AnySignlessInteger, AnyFloat]>>:$values,
                       Arg<Allo_StreamType, "", [MemRead, MemWrite]>:$stream, Variadic<Index>:$indices);
  let results = (outs I1:$done);
  let assemblyFormat = [{
    $stream `[` $indices `]` `,` $values attr-dict `:` type($stream) `,` type($values) `->` type($done)
  }];
  let hasVerifier = 1;
}

class Allo_StreamQueryOp<string mnemonic> : Op<Allo_Dialect, mnemonic> {
  let arguments = (ins Arg<Allo_StreamType, "", [MemRead]>:$stream, Variadic<Index>:$indices);
  let assemblyFormat = "$stream `[` $indices `]` attr-dict `:` type($stream) `->` type($result)";
  let hasVerifier = 1;
}

def Allo_StreamEmptyOp : Allo_StreamQueryOp<"stream_empty"> {
  let summary = "whether the stream holds no element";
  let results = (outs I1:$result);
}

def Allo_StreamFullOp : Allo_StreamQueryOp<"stream_full"> {
  let summary = "whether the stream, which has a depth, has no room for another element";
  let results = (outs I1:$result);
}

def Allo_StreamSizeOp : Allo_StreamQueryOp<"stream_size"> {
  let summary = "how many elements the stream holds";
  let results = (outs I32:$result);
}

//===-- What a run in software shows -------------------------------------------------------------------------------===//

def Allo_ConsoleType : TypeDef<Allo_Dialect, "Console"> {
  let mnemonic = "console";
  let summary = "where printed text goes";
}

def Allo_ConsoleOp : Op<Allo_Dialect, "console", [MemoryEffects<[MemWrite]>]> {
  let summary = "the console, in every function that prints or calls one that does";
  let description = [{
    Stands at the top of the function and is there once. To analyses it is one memory that every `allo.print`, and
    every call of a function that has a console, reads and writes: printed text keeps its order.
  }];
  let results = (outs Allo_ConsoleType:$console);
  let assemblyFormat = "attr-dict";
}

def Allo_PrintOp : Op<Allo_Dialect, "print"> {
  let summary = "prints as printf does: a format and what its conversions show, promoted as C promotes it";
  let arguments = (ins Arg<Allo_ConsoleType, "", [MemRead, MemWrite]>:$console, StrAttr:$format,
                       Variadic<AnyTypeOf<[AnySignlessInteger, AnyFloat]>>:$values);
  let assemblyFormat = "$console `,` $format (`(` $values^ `:` type($values) `)`)? attr-dict";
}

def Allo_AssertOp : Op<Allo_Dialect, "assert", [MemoryEffects<[MemWrite]>]> {
  let summary = "ends a run in software with an error where the condition is false; hardware does without";
  let arguments = (ins I1:$condition, StrAttr:$text);
  let assemblyFormat = "$condition `,` $text attr-dict";
}

#endif // ALLO_DIALECT_TD
