// One function of the source becomes one func.func, in the form of docs/decisions/0001. The methods are spread over
// LowerDeclarations, LowerStatements, LowerLoops, LowerWhile, LowerExpressions, LowerOperators, LowerPlaces, LowerCalls
// and LowerAffine, one subject each.
#pragma once

#include "lang/AffineDomain.h"
#include "lang/ModuleLowering.h"
#include "lang/StatementFacts.h"
#include "lang/Types.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"

#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

#include <memory>
#include <optional>

namespace allo::lang {

// One subscript: an affine expression over the function's domain, or a value of index type.
struct Index {
  mlir::AffineExpr affine;
  mlir::Value value;
};

// A memory, or a part of it named by leading subscripts. A view without remaining extents is a scalar place.
struct View {
  mlir::Value memory;
  llvm::SmallVector<Index> indices;
  llvm::SmallVector<int64_t> rest; // extents that are not subscripted yet
  ir::CType kind = ir::CKind::Int;
  bool isScalar() const { return rest.empty(); }
};

// The place of a flag: a rank-0 bool.
inline View flagView(mlir::Value flag) {
  View view;
  view.memory = flag;
  view.kind = ir::CKind::Bool;
  return view;
}

// What a variable of the source is in the IR.
struct Binding {
  enum Kind { none, value, view, structure } form = none;
  mlir::Value scalar;      // value: null where only `affine` is known
  mlir::AffineExpr affine; // value: its affine expression, if it has one
  mlir::Value index;       // value: the same as an index, if it is the variable of an scf.for
  View memory;             // view
  std::map<const clang::FieldDecl *, std::shared_ptr<Binding>> members; // structure
};

// Whether a function is declared in hls_math.h, so that its name says what it computes.
bool isHlsMath(const clang::FunctionDecl *callee);

class FunctionLowering {
public:
  FunctionLowering(ModuleLowering &unit, const clang::FunctionDecl *source);
  // Creates the function with this symbol, at the end of the module.
  mlir::func::FuncOp lower(const std::string &symbol, const CallShapes &shapes, bool isTop);

private:
  // LowerDeclarations: parameters and locals.
  void declareParameters(const CallShapes &shapes);
  void bindParameter(const clang::ParmVarDecl *parameter, llvm::ArrayRef<mlir::Value> arguments);
  void lowerDeclaration(const clang::VarDecl *variable);
  void lowerArray(const clang::VarDecl *variable);
  void lowerStruct(const clang::VarDecl *variable, const clang::RecordDecl *record);
  bool lowerAlias(const clang::VarDecl *variable); // references and pointers that name a part of an array
  bool lowerTable(const clang::VarDecl *variable, const ArrayShape &shape);
  void refuseBitField(const clang::FieldDecl *field) const;
  Binding makeStruct(const clang::RecordDecl *record, const std::string &name, clang::SourceLocation location);
  void assignStruct(const Binding &target, const clang::Expr *value);
  Binding structOf(const clang::Expr *expression);
  void initialiseArray(const View &array, const clang::Expr *value, const clang::VarDecl *variable);
  void storeElements(const View &array, const clang::Expr *value);
  void fillWithZero(const View &array, const std::string &name, mlir::Location location);
  mlir::Value allocate(llvm::ArrayRef<int64_t> extents, ir::CType kind, const std::string &name,
                       mlir::Location location);
  mlir::Value allocateFlag(const std::string &name, mlir::Location location); // bool, in the function's entry
  void checkSize(llvm::ArrayRef<int64_t> extents, ir::CType kind, const clang::NamedDecl *variable);
  ir::CType scalarKindOrRefuse(clang::QualType type, clang::SourceLocation location, const std::string &what);
  std::optional<int64_t> extentOption(const clang::ParmVarDecl *parameter) const;
  bool isScalarReference(const clang::ParmVarDecl *parameter, unsigned depth = 0) const;
  std::optional<ArrayShape> parameterShape(const clang::ParmVarDecl *parameter,
                                           llvm::ArrayRef<int64_t> callShape) const;

  // LowerStatements.
  void lowerStatement(const clang::Stmt *statement);
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
  bool isCheapAndSafe(const clang::Expr *expression);
  ir::CType kindOf(const clang::Expr *expression);

  // LowerPlaces.
  View viewOf(const clang::Expr *expression); // of an lvalue, array or pointer expression
  std::optional<Binding> bindingOf(const clang::Expr *expression);
  Binding &bindingOf(const clang::ValueDecl *variable, clang::SourceLocation location);
  Index indexOf(const clang::Expr *expression);
  View subscript(const View &base, Index index, const clang::Expr *source);
  mlir::Value load(const View &place, mlir::Location location);
  void store(mlir::Value value, const View &place, mlir::Location location);
  mlir::Value materialise(const Index &index, mlir::Location location);
  mlir::Value indexToKind(mlir::Value index, ir::CType kind, mlir::Location location);

  // LowerCalls.
  // Null for void and for a struct, which is written to `result`, or to a temporary without one.
  mlir::Value emitCall(const clang::CallExpr *call, const Binding *result = nullptr);
  void collectRoots(const clang::Expr *place, llvm::SmallVectorImpl<mlir::Value> &memories);
  std::optional<mlir::Value> emitLibraryCall(const clang::CallExpr *call, const clang::FunctionDecl *callee);
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
  Mutations mutations;
  std::map<const clang::ValueDecl *, Binding> bindings;
  mlir::Value returnMemory; // the result, where it is not returned directly
  std::optional<ir::CType> returnKind;
  std::optional<Binding> returnStruct; // the memories that the caller passes for the members of the result
  int64_t nextId = 0;
};

} // namespace allo::lang
