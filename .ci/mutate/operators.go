package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// What is changed is decided here.

// operators are what stands in place of an operator.
var operators = map[token.Token][]string{
	token.LSS: {"<=", ">="}, token.LEQ: {"<", ">"}, token.GTR: {">=", "<="}, token.GEQ: {">", "<"},
	token.EQL: {"!="}, token.NEQ: {"=="},
	token.LAND: {"||"}, token.LOR: {"&&"},
	token.ADD: {"-"}, token.SUB: {"+"}, token.MUL: {"/"}, token.QUO: {"*"}, token.REM: {"*"},
	token.SHL: {">>"}, token.SHR: {"<<"},
	token.AND: {"|"}, token.OR: {"&"}, token.XOR: {"&"}, token.AND_NOT: {"&"},
	token.ADD_ASSIGN: {"-="}, token.SUB_ASSIGN: {"+="}, token.MUL_ASSIGN: {"/="},
	token.QUO_ASSIGN: {"*="},
	token.SHL_ASSIGN: {">>="}, token.SHR_ASSIGN: {"<<="}, token.AND_ASSIGN: {"|="},
	token.OR_ASSIGN:  {"&="},
	token.XOR_ASSIGN: {"&="}, token.AND_NOT_ASSIGN: {"&="},
	token.INC: {"--"}, token.DEC: {"++"},
	token.BREAK: {"continue"}, token.CONTINUE: {"break"},
}

// A walk goes through a unit and notes its mutants.
type walk struct {
	*pkg
	unit  *unit
	seen  map[string]bool
	nodes []ast.Node
	types []*ast.FieldList // results of the functions around
}

// change notes that text could stand in place of what is from start to end.
func (w *walk) change(start, end token.Pos, text string) {
	s := w.unit.file
	m := &mutant{file: s, unit: w.unit, start: s.at(start), end: s.at(end), text: text}
	id := strconv.Itoa(m.start) + "," + strconv.Itoa(m.end) + text
	if w.seen[id] || text == string(s.text[m.start:m.end]) {
		return
	}
	w.seen[id] = true
	w.unit.mutants = append(w.unit.mutants, m)
}

func (w *walk) replace(n ast.Node, text string) { w.change(n.Pos(), n.End(), text) }

func (w *walk) operator(at token.Pos, op token.Token) {
	for _, other := range operators[op] {
		w.change(at, at+token.Pos(len(op.String())), other)
	}
}

func (w *walk) visit(n ast.Node) bool {
	if n == nil {
		last := len(w.nodes) - 1
		if _, ok := w.nodes[last].(*ast.FuncLit); ok {
			w.types = w.types[:len(w.types)-1]
		}
		w.nodes = w.nodes[:last]
		return true
	}
	w.nodes = append(w.nodes, n)
	switch n := n.(type) {
	case *ast.FuncLit:
		w.types = append(w.types, n.Type.Results)
	case ast.Stmt:
		w.statement(n)
	case ast.Expr:
		w.expression(n)
	}
	return true
}

func (w *walk) statement(n ast.Stmt) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		w.operator(n.TokPos, n.Tok)
		if n.Tok == token.DEFINE {
			return
		}
		w.replace(n, "")
		for _, left := range n.Lhs {
			if len(n.Lhs) > 1 {
				w.replace(left, "_")
			}
		}
	case *ast.IncDecStmt:
		w.operator(n.TokPos, n.Tok)
		w.replace(n, "")
	case *ast.ExprStmt, *ast.SendStmt, *ast.DeferStmt, *ast.GoStmt:
		w.replace(n, "")
	case *ast.BranchStmt:
		w.operator(n.TokPos, n.Tok)
		w.replace(n, "")
	case *ast.ReturnStmt:
		w.replace(n, "")
		w.results(n)
	case *ast.IfStmt:
		w.condition(n.Cond)
	case *ast.ForStmt:
		w.condition(n.Cond)
	case *ast.SwitchStmt:
		for _, c := range n.Body.List {
			for _, e := range c.(*ast.CaseClause).List {
				if n.Tag == nil {
					w.condition(e)
				}
			}
		}
	}
}

// condition negates what the operators do not negate.
func (w *walk) condition(e ast.Expr) {
	switch e := e.(type) {
	case nil:
		return
	case *ast.BinaryExpr:
		if e.Op != token.LAND && e.Op != token.LOR {
			return
		}
	case *ast.UnaryExpr:
		return
	}
	w.replace(e, "!("+w.unit.file.of(e)+")")
}

func (w *walk) expression(n ast.Expr) {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		w.operator(n.OpPos, n.Op)
		if n.Op == token.LAND || n.Op == token.LOR {
			w.replace(n, w.unit.file.of(n.X))
			w.replace(n, w.unit.file.of(n.Y))
		}
	case *ast.UnaryExpr:
		if n.Op == token.NOT || n.Op == token.SUB || n.Op == token.XOR {
			w.replace(n, w.unit.file.of(n.X))
		}
	case *ast.SliceExpr:
		w.oneMore(n.Low)
		w.oneMore(n.High)
	case *ast.BasicLit:
		w.literal(n)
	case *ast.Ident:
		w.word(n)
	}
}

// oneMore moves a bound that is not a literal.
func (w *walk) oneMore(e ast.Expr) {
	if _, ok := e.(*ast.BasicLit); e != nil && !ok {
		w.replace(e, w.unit.file.of(e)+" + 1")
	}
}

// word replaces the words that Go knows in any package.
func (w *walk) word(n *ast.Ident) {
	words := map[string]string{"true": "false", "false": "true", "min": "max", "max": "min"}
	other, ok := words[n.Name]
	if object := w.info.Uses[n]; ok && object != nil && object.Parent() == types.Universe {
		w.replace(n, other)
	}
}

func (w *walk) literal(n *ast.BasicLit) {
	value := w.info.Types[n].Value
	if value == nil {
		return
	}
	switch n.Kind {
	case token.STRING:
		if constant.StringVal(value) == "" {
			w.replace(n, `"x"`)
		} else {
			w.replace(n, `""`)
		}
	case token.INT, token.CHAR:
		one := constant.MakeInt64(1)
		w.number(n, constant.BinaryOp(constant.ToInt(value), token.ADD, one))
		if constant.Sign(value) > 0 {
			w.number(n, constant.BinaryOp(constant.ToInt(value), token.SUB, one))
		}
	}
}

func (w *walk) number(n *ast.BasicLit, v constant.Value) {
	if c, ok := constant.Int64Val(v); ok && n.Kind == token.CHAR {
		w.replace(n, strconv.QuoteRuneToASCII(rune(c)))
		return
	}
	w.replace(n, v.ExactString())
}

// results changes what a function returns: to the zero value, to the other truth, by one.
func (w *walk) results(n *ast.ReturnStmt) {
	kinds := flat(w.types[len(w.types)-1])
	if len(kinds) != len(n.Results) {
		return
	}
	for i, e := range n.Results {
		tv := w.info.Types[e]
		basic, _ := w.info.Types[kinds[i]].Type.Underlying().(*types.Basic)
		_, isLiteral := e.(*ast.BasicLit)
		composite, _ := e.(*ast.CompositeLit)
		switch {
		case tv.IsNil() || isLiteral || composite != nil && len(composite.Elts) == 0:
		case basic != nil && basic.Info()&types.IsBoolean != 0:
			if tv.Value == nil {
				w.replace(e, "true")
				w.replace(e, "false")
			}
		case basic != nil && basic.Info()&types.IsInteger != 0:
			w.replace(e, w.unit.file.of(e)+" + 1")
			if tv.Value == nil || constant.Sign(tv.Value) != 0 {
				w.replace(e, "0")
			}
		case basic != nil && basic.Info()&types.IsString != 0:
			w.replace(e, `""`)
		case strings.HasPrefix(w.unit.file.of(kinds[i]), "*"):
			w.replace(e, "nil")
		default:
			w.replace(e, "*new("+w.unit.file.of(kinds[i])+")")
		}
	}
}

// flat are the types of the results, one for each.
func flat(list *ast.FieldList) (all []ast.Expr) {
	if list == nil {
		return nil
	}
	for _, f := range list.List {
		for range max(len(f.Names), 1) {
			all = append(all, f.Type)
		}
	}
	return all
}
