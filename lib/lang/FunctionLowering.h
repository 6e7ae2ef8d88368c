// One function of the source becomes one func.func, in the form of docs/decisions/0001. The methods are spread over the
// files Lower*.cpp, one subject each.
#pragma once

#include "lang/AffineDomain.h"
#include "lang/Binding.h"
#include "lang/HlsIntrinsics.h"
#include "lang/ModuleLowering.h"
#include "lang/Records.h"
#include "lang/StatementFacts.h"
#include "lang/Types.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"

#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/AST/StmtCXX.h"

#include <memory>
#include <optional>

namespace allo::lang {

// A value with the C type that says how to read it.
struct HlsValue {
  mlir::Value value;
  ir::CType type;
};

struct BitReference;

// Where an operation of the HLS types stores: a scalar, or bits of one.
struct HlsPlace {
  View view;
  std::shared_ptr<BitReference> bits;
};

// Whether a function is declared in hls_math.h, so that its name says what it computes.
bool isHlsMath(const clang::FunctionDecl *callee);

class FunctionLowering {
public:
  FunctionLowering(ModuleLowering &unit, const clang::FunctionDecl *source);
  // Creates the function with this symbol, at the end of the module.
  mlir::func::FuncOp lower(const std::string &symbol, const CallShapes &shapes, bool isTop);

private:
  // LowerFunction: what a body needs to know of the function that it is the body of, which may be one that is inlined.
  struct Frame {
    size_t scope = 0;                              // the function's own in `scopes`
    const clang::FunctionDecl *function = nullptr; // null: the one that is lowered
    std::optional<ir::CType> returnKind;
    mlir::Value returnMemory;            // the scalar result, where it is not returned directly
    std::optional<Binding> returnStruct; // the object that the caller passes for the result
    bool returnsPlace = false;           // a reference or pointer, of this type
    clang::QualType placeType;
    std::optional<Binding> returnPlace;
    std::optional<Binding> object;                        // *this
    std::map<const clang::ValueDecl *, Binding> captured; // what a lambda's body knows by other bindings
  };
  // The body up to its return; the scalar result, if there is one.
  mlir::Value lowerBody(const clang::FunctionDecl *definition);
  static bool returnsEarly(const clang::FunctionDecl *definition);
  mlir::Value returnedValue(const clang::Expr *value);
  void initialiseMembers(const clang::CXXConstructorDecl *constructor);
  mlir::Location endOf(const clang::FunctionDecl *definition) const;

  // LowerParameters: those of functions that are kept.
  void declareParameters(const CallShapes &shapes);
  void bindParameter(const clang::ParmVarDecl *parameter, const CallShape &shape);
  mlir::Value takeArgument();
  unsigned nextArgument = 0;
  bool isSingle(const clang::ParmVarDecl *parameter, unsigned depth = 0) const;
  bool isPassedAsValues(const clang::ParmVarDecl *parameter) const;
  struct Parameter {
    std::string name;
    const clang::RecordDecl *record = nullptr; // of an object or of an array's elements
    ir::CType kind = ir::CKind::Int;           // otherwise
    llvm::SmallVector<int64_t> extents;
    bool isArray = false;
    bool asValues = false; // the scalars of one object come as values
    bool isConst = false;
  };
  Parameter parameterOf(const clang::ParmVarDecl *parameter, const CallShape &shape);
  std::optional<int64_t> extentOption(const clang::ParmVarDecl *parameter) const;
  std::optional<ArrayShape> parameterShape(const clang::ParmVarDecl *parameter,
                                           llvm::ArrayRef<int64_t> callShape) const;
  std::optional<std::string> whyNotKept(const clang::FunctionDecl *definition) const;

  // LowerDeclarations: locals and globals.
  void lowerDeclaration(const clang::VarDecl *variable);
  void initialiseOnce(const clang::VarDecl *variable);
  void lowerGlobal(const clang::VarDecl *variable);
  void lowerScalar(const clang::VarDecl *variable);
  Binding constantBinding(const void *key, clang::QualType type, const clang::APValue &value, const std::string &name,
                          clang::SourceLocation location);
  Binding tableBinding(const std::string &key, llvm::ArrayRef<int64_t> extents, ir::CType kind,
                       llvm::ArrayRef<clang::APValue> elements, const std::string &name,
                       clang::SourceLocation location);
  Binding stringTable(const clang::StringLiteral *literal);
  Binding stateBinding(const clang::VarDecl *variable, const clang::APValue *value);
  mlir::DenseElementsAttr elementsOf(mlir::MemRefType type, ir::CType kind, llvm::ArrayRef<clang::APValue> values,
                                     const std::string &name, clang::SourceLocation location);
  // What a reference or pointer of the given type names, made from its initial value.
  Binding referenceTo(clang::QualType type, const clang::Expr *value, const std::string &name);
  void bindParts(const clang::DecompositionDecl *parts);

  // LowerObjects: objects and arrays.
  Binding makeObject(clang::QualType type, const std::string &name, clang::SourceLocation location);
  void initialise(const Binding &target, const clang::Expr *value); // objects, arrays and scalar places
  void initialiseFromList(const Binding &target, const clang::RecordDecl *record,
                          llvm::ArrayRef<const clang::Expr *> values, clang::SourceLocation location);
  void initialiseArray(const Binding &target, const clang::Expr *value);
  void construct(const Binding &target, const clang::CXXConstructExpr *value);
  void captureInto(const Binding &closure, const clang::LambdaExpr *lambda);
  void copyObject(const Binding &target, const Binding &origin, mlir::Location location);
  void copyView(const View &target, const View &origin, mlir::Location location);
  void zeroObject(const Binding &target, mlir::Location location);
  void zeroView(const View &target, mlir::Location location);
  // Runs `body` for each subscript of an array, in a loop.
  void forEachElement(const Binding &array, mlir::Location location,
                      llvm::function_ref<void(const Binding &element, const Index &index)> body);
  Binding objectOf(const clang::Expr *value); // the object that an expression is or makes; not to be written
  void assignObject(const Binding &target, const clang::Expr *value);
  static Binding bindMemory(mlir::Value memory, ir::CType kind);
  View leafView(llvm::ArrayRef<int64_t> extents, ir::CType kind, const std::string &name, mlir::Location location);
  std::string leafName(const View &view) const;
  mlir::Value allocate(llvm::ArrayRef<int64_t> extents, ir::CType kind, const std::string &name,
                       mlir::Location location);
  mlir::Value allocateFlag(const std::string &name, mlir::Location location); // bool, in the function's entry
  void checkSize(llvm::ArrayRef<int64_t> extents, ir::CType kind, const std::string &name,
                 clang::SourceLocation location);
  ir::CType scalarKindOrRefuse(clang::QualType type, clang::SourceLocation location, const std::string &what);

  // LowerStatements.
  void lowerStatement(const clang::Stmt *statement);
  void lowerOne(const clang::Stmt *statement);
  void recovering(const clang::Stmt *statement, llvm::function_ref<void()> lower);
  bool inLibrary = false; // errors belong to the call of the library's function
  void lowerBlock(llvm::ArrayRef<const clang::Stmt *> statements);
  void lowerIf(const clang::IfStmt *branch, llvm::ArrayRef<const clang::Stmt *> restOfBlock, bool restInElse);
  void lowerSwitch(const clang::SwitchStmt *choice);
  void declareAhead(const clang::VarDecl *variable);
  void declareAcrossSections(const clang::CompoundStmt *body);
  void lowerReturn(const clang::ReturnStmt *statement);
  void leaveTo(size_t scope, mlir::Location location);

  // Where break, continue and return go: loops, switches and the function, innermost last (docs/decisions/0006).
  struct Scope {
    enum Kind { function, loop, choice } kind;
    mlir::Value leave; // set when the rest of the scope's current run is skipped
    mlir::Value exit;  // loops: set when the loop ends; null for loops that never end early
  };
  llvm::SmallVector<Scope> scopes;
  llvm::DenseSet<const clang::VarDecl *> declaredAhead; // where they are declared, only the initial value is stored

  // LowerLoops: counted loops; LowerWhile: all others.
  struct CountedLoop;
  void lowerFor(const clang::ForStmt *loop);
  void lowerRangeFor(const clang::CXXForRangeStmt *loop); // LowerRanges
  void lowerElements(const clang::CXXForRangeStmt *loop, const Binding &array, int64_t first, int64_t count);
  void lowerIterators(const clang::CXXForRangeStmt *loop);
  std::optional<CountedLoop> countedLoop(const clang::ForStmt *loop);
  bool lowerAffineFor(const clang::ForStmt *loop, const CountedLoop &counted);
  bool lowerScfFor(const clang::ForStmt *loop, const CountedLoop &counted);
  void lowerCountedBody(const clang::ForStmt *loop, const CountedLoop &counted, Binding variable,
                        mlir::Operation *loopOp);
  void storeFinalValue(const CountedLoop &counted, mlir::Value final);
  bool isInvariant(const clang::Expr *expression, const clang::Stmt *loop);
  void lowerGeneralFor(const clang::ForStmt *loop);
  void lowerWhile(const clang::WhileStmt *loop);
  void lowerDo(const clang::DoStmt *loop);
  void lowerLoopBody(const clang::Stmt *body, mlir::Value exit);
  void declareConditionVariable(const clang::VarDecl *variable);
  void emitLoopCondition(const clang::Expr *condition, const clang::VarDecl *conditionVariable, mlir::Value exit,
                         mlir::Location location);
  // An empty scf.while with its name, and its exit flag where the body may end it.
  struct WhileLoop {
    mlir::scf::WhileOp op;
    mlir::Value exit;
  };
  WhileLoop makeWhile(const clang::Stmt *loop, const clang::Stmt *body, const std::string &name);
  void nameLoop(mlir::Operation *loop, const std::string &name);
  std::string takeLabel(const std::string &otherwise);
  std::string pendingLabel;

  // LowerExpressions, LowerOperators.
  mlir::Value emit(const clang::Expr *expression); // the value of a scalar expression
  void emitIgnored(const clang::Expr *expression); // for its effects
  mlir::Value emitCondition(const clang::Expr *expression);
  mlir::Value emitValueOf(const clang::Expr *expression); // what an lvalue holds
  mlir::Value emitCast(const clang::CastExpr *cast);
  mlir::Value emitUnary(const clang::UnaryOperator *op);
  mlir::Value emitBinary(const clang::BinaryOperator *op);
  mlir::Value emitLogical(const clang::BinaryOperator *op);
  mlir::Value emitConditional(const clang::AbstractConditionalOperator *op);
  mlir::Value emitCompoundAssignment(const clang::CompoundAssignOperator *op, View &target);
  mlir::Value emitAssignment(const clang::BinaryOperator *op, View &target);
  mlir::Value emitIncrement(const clang::UnaryOperator *op, View &target, bool wantsOld);
  mlir::Value emitComparison(clang::BinaryOperatorKind opcode, mlir::Value left, mlir::Value right, ir::CType kind,
                             mlir::Location location);
  mlir::Value emitArithmetic(clang::BinaryOperatorKind opcode, mlir::Value left, mlir::Value right, ir::CType kind,
                             mlir::Location location, const clang::Expr *rightSource = nullptr);
  mlir::Value emitDivision(bool remainder, mlir::Value left, mlir::Value right, ir::CType kind, mlir::Location location,
                           const clang::Expr *rightSource);
  mlir::Value emitShift(bool left, mlir::Value value, mlir::Value count, ir::CType kind, mlir::Location location,
                        const clang::Expr *countSource);
  mlir::Value convert(mlir::Value value, ir::CType from, ir::CType to, mlir::Location location);
  mlir::Value constant(ir::CType kind, int64_t value, mlir::Location location);
  mlir::Value constantOf(const clang::APValue &value, ir::CType kind, clang::SourceLocation location);
  mlir::TypedAttr attributeOf(const clang::APValue &value, ir::CType kind); // null for what is not a number
  bool isCheapAndSafe(const clang::Expr *expression);
  ir::CType kindOf(const clang::Expr *expression);

  // LowerHlsTypes: operations of the types of include/hls, by their annotations.
  mlir::Value emitHls(const HlsOperation &operation);
  void emitHlsIgnored(const HlsOperation &operation);
  View hlsPlace(const HlsOperation &operation);
  mlir::Value performHls(const HlsOperation &operation, HlsPlace &target, mlir::Value *old);
  mlir::Value emitHlsUnary(const HlsOperation &operation, ir::CType result);
  mlir::Value emitHlsReduction(const HlsOperation &operation);
  HlsValue hlsOperand(const clang::Expr *expression);
  HlsValue hlsObject(const HlsOperation &operation);
  std::optional<mlir::Value> hlsConstant(const clang::Expr *expression);
  mlir::Value hlsBinary(llvm::StringRef name, HlsValue left, HlsValue right, ir::CType result,
                        const clang::Expr *rightSource, mlir::Location location);
  mlir::Value hlsFloating(llvm::StringRef name, HlsValue left, HlsValue right, ir::CType result,
                          mlir::Location location);
  mlir::Value hlsDivide(bool isRemainder, HlsValue left, HlsValue right, ir::CType result, mlir::Location location);
  mlir::Value hlsShift(bool isLeft, HlsValue value, HlsValue count, ir::CType result, const clang::Expr *source,
                       mlir::Location location);
  mlir::Value hlsCompare(llvm::StringRef name, HlsValue left, HlsValue right, mlir::Location location);

  // LowerPrinting.
  mlir::Value console();
  llvm::SmallVector<mlir::Value> printedValues(const clang::CallExpr *call, llvm::StringRef format);
  bool emitPrint(const clang::CallExpr *call, llvm::StringRef name);
  bool emitAssertion(const clang::ConditionalOperator *choice);

  // LowerStreams.
  ir::StreamType streamType(const HlsStream &stream, llvm::ArrayRef<int64_t> extents, const std::string &name,
                            clang::SourceLocation location);
  static Binding bindStream(mlir::Value stream);
  Binding makeStream(const clang::VarDecl *variable, const HlsStream &stream, llvm::ArrayRef<int64_t> extents);
  bool declareStream(const clang::VarDecl *variable);
  std::optional<HlsStream> streamOf(const clang::ParmVarDecl *parameter) const;
  mlir::Value emitStream(const HlsOperation &operation, const Binding *result);
  llvm::SmallVector<mlir::Value> streamElement(const clang::Expr *value);
  void storeElement(const Binding &target, mlir::ValueRange values, mlir::Location location);

  // LowerBitReferences.
  BitReference bitReference(const clang::Expr *expression);
  BitReference bitReference(const HlsOperation &operation);
  BitReference bitPart(const clang::Expr *expression);
  mlir::Value lengthOf(const BitReference &reference, mlir::Location location); // i32
  mlir::Value readBits(const BitReference &reference, mlir::Location location);
  void writeBits(const BitReference &reference, mlir::Value value, mlir::Location location);
  View spilled(const Binding &value, mlir::Location location);
  View pointedPlace(const clang::Expr *pointer);
  std::map<const clang::ValueDecl *, std::shared_ptr<BitReference>> namedBits; // variables that refer to bits

  // LowerMovingPointers: variables that name other elements of their array as they go.
  const View *movingPointer(const clang::ValueDecl *variable) const; // its counter, or null
  void letMove(const clang::VarDecl *variable, std::optional<Binding> start);
  void setOffset(const View &counter, const std::optional<Index> &offset, mlir::Location location);
  Binding whereItIs(const clang::ValueDecl *variable, const clang::Expr *source);
  Binding movePointer(const clang::Expr *step);
  std::pair<mlir::Value, mlir::Value> offsetsOf(const clang::BinaryOperator *op);
  bool namesObject(const clang::Expr *pointer) const;

  // LowerPlaces.
  Binding placeOf(const clang::Expr *expression); // of an lvalue, array, pointer or object
  Binding placeOfCast(const clang::CastExpr *cast);
  Binding placeOfUnary(const clang::UnaryOperator *op);
  Binding placeOfBinary(const clang::BinaryOperator *op);
  Binding placeOfMember(const clang::MemberExpr *member);
  Binding placeOfCall(const clang::CallExpr *call);
  Binding temporaryOf(const clang::Expr *expression);
  Binding addressOf(const clang::Expr *place);
  Binding pointee(const Binding &pointer, const clang::Expr *source);
  Binding subscript(const Binding &base, Index index, const clang::Expr *source, bool throughPointer = false);
  llvm::SmallVector<Index> acrossRows(llvm::ArrayRef<Index> outer, const Index &last, llvm::ArrayRef<int64_t> extents,
                                      const clang::Expr *source);
  Binding moved(Binding pointer, Index distance, const clang::Expr *source);
  View placeToWrite(const clang::Expr *expression);
  View viewOf(const clang::Expr *expression); // placeOf, where a scalar or an array of scalars is wanted
  Binding &bindingOf(const clang::ValueDecl *variable, clang::SourceLocation location);
  const Binding *knownBinding(const clang::Expr *expression); // of a variable that is bound already, or null
  Index indexOf(const clang::Expr *expression);
  Index sumOf(const Index &left, const Index &right, mlir::Location location);
  mlir::Value valueOf(const Binding &place, mlir::Location location); // of a scalar
  mlir::Value load(const View &place, mlir::Location location);
  void store(mlir::Value value, const View &place, mlir::Location location);
  mlir::Value sameBits(mlir::Value value, ir::CType from, ir::CType to, mlir::Location location);
  mlir::Value materialise(const Index &index, mlir::Location location);
  mlir::Value indexToKind(mlir::Value index, ir::CType kind, mlir::Location location);

  // LowerCalls: calls that are kept, and the library. LowerInlined: calls whose bodies become part of the caller.
  // Null for void and for an object, which is written to `result`, or to a temporary without one.
  mlir::Value emitCall(const clang::CallExpr *call, const Binding *result = nullptr);
  bool sharesElements(const clang::CallExpr *call, const clang::FunctionDecl *definition) const;
  mlir::Value emitKeptCall(const clang::CallExpr *call, const clang::FunctionDecl *definition, const Binding *result);
  struct KeptCall;
  void passArgument(KeptCall &call, const clang::ParmVarDecl *parameter, const clang::Expr *argument);
  void passObject(KeptCall &call, const clang::ParmVarDecl *parameter, const clang::Expr *argument);
  void passArray(KeptCall &call, const clang::ParmVarDecl *parameter, const clang::Expr *argument);
  void passMemory(KeptCall &call, mlir::Value memory, const clang::Expr *argument, bool isConst, bool isOperand = true);
  void passStream(KeptCall &call, const clang::Expr *argument);
  void passNumbers(KeptCall &call, llvm::ArrayRef<Index> indices);
  static CallShape &passedShape(KeptCall &call);
  void checkUnwritten(KeptCall &call, const clang::Expr *argument);
  struct Inlined {
    mlir::Value value;            // a scalar result
    std::optional<Binding> place; // a reference or pointer
  };
  Inlined inlineCall(const clang::FunctionDecl *definition, llvm::ArrayRef<const clang::Expr *> arguments,
                     std::optional<Binding> object, const Binding *result, const clang::Expr *call);
  Inlined inlineBody(const clang::FunctionDecl *definition, llvm::ArrayRef<Binding> given,
                     std::optional<Binding> object, const Binding *result, const clang::Expr *call);
  Inlined inlineCallExpr(const clang::CallExpr *call, const clang::FunctionDecl *definition, const Binding *result);
  Binding argumentOf(const clang::ParmVarDecl *parameter, const clang::Expr *argument);
  const clang::FunctionDecl *definitionOf(const clang::CallExpr *call);
  void collectRoots(const clang::Expr *place, llvm::SmallVectorImpl<mlir::Value> &memories);
  std::optional<mlir::Value> emitLibraryCall(const clang::CallExpr *call, const clang::FunctionDecl *callee);
  bool emitMemoryCall(const clang::CallExpr *call, llvm::StringRef name);
  std::string frameName() const; // of the function whose body is lowered, which may be one that is inlined
  mlir::Value emitExtremum(const clang::CallExpr *call, llvm::StringRef name);
  void emitObjectMemory(const clang::CallExpr *call, llvm::StringRef name, Binding &target,
                        std::optional<Binding> &origin, std::optional<int64_t> size);
  void emitArrayMemory(const clang::CallExpr *call, llvm::StringRef name, View target, std::optional<View> origin,
                       std::optional<int64_t> size);
  void moveWithin(const clang::CallExpr *call, const View &target, const View &origin, int64_t rows);
  void fillView(const View &target, const clang::CallExpr *call);
  bool isNeverAccepted(const clang::CallExpr *call, const clang::FunctionDecl *callee) const; // heap, input, output
  void refuseLibraryCall(const clang::CallExpr *call, const clang::FunctionDecl *callee);

  // LowerMath: <cmath> and hls_math.h. Nothing for any other function.
  std::optional<mlir::Value> emitElementaryCall(const clang::CallExpr *call, const clang::FunctionDecl *callee);
  mlir::Value emitElementary(llvm::StringRef name, mlir::ValueRange operands, mlir::Type type, mlir::Location location);
  mlir::Value emitRounded(llvm::StringRef name, mlir::Value value, mlir::Location location);
  mlir::Value emitBinaryMath(llvm::StringRef name, mlir::Value x, mlir::Value y, mlir::Location location);
  mlir::Value emitClass(llvm::StringRef name, llvm::ArrayRef<mlir::Value> operands, mlir::Location location);
  bool emitSplit(llvm::StringRef name, const clang::CallExpr *call, ir::CType kind, mlir::Value &result);
  View placeOfOutput(const clang::Expr *argument);

  // LowerAffine.
  mlir::AffineExpr affineOf(const clang::Expr *expression); // null when it is not provably affine without wrap
  // The affine expressions of which it is the least (or the greatest): itself, or those of `std::min(a, b)` and
  // `a < b ? a : b`. False when it is none of these.
  bool affineExtremes(const clang::Expr *expression, bool isLeast, llvm::SmallVectorImpl<mlir::AffineExpr> &found);
  std::optional<Binding> immutablePlace(const clang::Expr *expression);
  mlir::AffineExpr symbolOf(mlir::Value value, ir::CType kind);
  bool fits(mlir::AffineExpr expression, const IntegerRange &range); // provably, perhaps by taking parameters as sizes
  void takeAsSize(unsigned operand);
  // Parameters of the top that may be taken as sizes, by operand of the domain; only bounds and subscripts may do so.
  std::map<unsigned, unsigned> possibleSizes;
  bool sizesMayBeAssumed = false;
  // `expression` compared as `left - right >= 0` rows; false when it is not affine. `equalities` marks == rows.
  bool affineConditions(const clang::Expr *condition, llvm::SmallVectorImpl<mlir::AffineExpr> &rows,
                        llvm::SmallVectorImpl<bool> &equalities);

  mlir::Location at(const clang::Stmt *statement) const;
  [[noreturn]] void refuse(clang::SourceLocation location, const std::string &message, const std::string &hint = {},
                           std::vector<Note> notes = {}) const {
    unit.refuse(location, message, hint, std::move(notes));
  }
  int64_t takeId() { return nextId++; }

  ModuleLowering &unit;
  const clang::FunctionDecl *source;
  clang::ASTContext &ast;
  mlir::OpBuilder builder;
  mlir::func::FuncOp function;
  AffineDomain domain;
  Mutations mutations; // of the body and of every body that became part of it
  std::map<const clang::OpaqueValueExpr *, Binding> opaquePlaces;
  std::map<const clang::ValueDecl *, Binding> bindings;
  std::map<const clang::ValueDecl *, View> movingPointers; // their counters
  Frame frame;
  int64_t nextId = 0;
};

} // namespace allo::lang
