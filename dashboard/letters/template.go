package letters

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"
	"unicode"
)

//go:embed default.txt
var defaultText string

// DefaultText is the program's own wording, with the format explained in its remarks.
func DefaultText() string { return defaultText }

// TemplateFile is what an office's wording is called in its data directory.
const TemplateFile = "letter.txt"

// maxTemplate is how much wording a letter can have, before and after values are put in.
const maxTemplate = 256 << 10

// Template is the wording of letters.
type Template struct {
	name string
	text *template.Template
}

// ReadTemplate reads the wording from a file; where there is none, it is the program's own. A mistake in it is an error that
// tells the line and what to do.
func ReadTemplate(path string) (*Template, error) {
	text, err := os.ReadFile(path)
	switch {
	case path == "" || errors.Is(err, fs.ErrNotExist):
		return ParseTemplate("default.txt", defaultText)
	case err != nil:
		return nil, fmt.Errorf("信函模板读不了: %w", err)
	case len(text) > maxTemplate:
		return nil, fmt.Errorf("信函模板 %s 太大：不能超过 %d KB", path, maxTemplate>>10)
	}
	return ParseTemplate(filepath.Base(path), string(text))
}

// mark begins a line of a style in what the template is made of. Neither templates nor values can hold it.
const mark = "\x01"

// marked is a line that begins with a mark, after actions at most: {{if .未报}}# 关于催报……
var marked = regexp.MustCompile(`^((?:\{\{[^{}]*\}\}|[ 　\t])*)(##? |! |> |\[[^\[\]]*\])`)

// ParseTemplate reads wording; name is what messages call it.
func ParseTemplate(name, text string) (*Template, error) {
	var lines []string
	for line := range strings.Lines(strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")) {
		line = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return -1
			}
			return r
		}, line)
		if strings.HasPrefix(line, "//") {
			line = "" // a remark; its line stays, so that messages count right
		}
		if m := marked.FindStringSubmatchIndex(line); m != nil {
			if word := line[m[4]:m[5]]; strings.HasPrefix(word, "[") && !slices.Contains(tableNames(), strings.Trim(word, "[]")) {
				return nil, fmt.Errorf("信函模板 %s 第 %d 行：没有表格“%s”；可以用的是 [%s]", name, len(lines)+1, word, strings.Join(tableNames(), "]、["))
			}
			line = line[:m[4]] + mark + line[m[4]:]
		}
		lines = append(lines, line)
	}
	t, err := template.New(name).Option("missingkey=error").Parse(strings.Join(lines, "\n"))
	if err != nil {
		return nil, fmt.Errorf("信函模板 %s 写法有误（双花括号里的写法见模板开头的说明）：%w", name, err)
	}
	if len(t.Templates()) > 1 {
		return nil, fmt.Errorf("信函模板 %s：不能用 {{define}}", name)
	}
	if t.Tree == nil || strings.TrimSpace(t.Root.String()) == "" {
		return nil, fmt.Errorf("信函模板 %s 是空的；删去这个文件就用程序自带的写法", name)
	}
	if err := checkNodes(name, t.Tree, t.Root); err != nil {
		return nil, err
	}
	return &Template{name: name, text: t}, nil
}

// checkNodes allows text, fields and choices between them, and nothing else.
func checkNodes(name string, tree *parse.Tree, node parse.Node) error {
	refuse := func(n parse.Node, why string) error {
		at, _ := tree.ErrorContext(n)
		if parts := strings.Split(at, ":"); len(parts) > 1 {
			at = parts[1]
		}
		return fmt.Errorf("信函模板 %s 第 %s 行：%s", name, at, why)
	}
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return nil
		}
		for _, child := range n.Nodes {
			if err := checkNodes(name, tree, child); err != nil {
				return err
			}
		}
		return nil
	case *parse.TextNode, *parse.CommentNode, *parse.NumberNode, *parse.StringNode:
		return nil
	case *parse.ActionNode:
		return checkNodes(name, tree, n.Pipe)
	case *parse.IfNode:
		return errors.Join(checkNodes(name, tree, n.Pipe), checkNodes(name, tree, n.List), checkNodes(name, tree, n.ElseList))
	case *parse.PipeNode:
		if len(n.Decl) > 0 {
			return refuse(n, "不能用变量")
		}
		for _, c := range n.Cmds {
			for _, arg := range c.Args {
				if err := checkNodes(name, tree, arg); err != nil {
					return err
				}
			}
		}
		return nil
	case *parse.FieldNode:
		if field := strings.Join(n.Ident, "."); !slices.Contains(fieldNames(), field) {
			return refuse(n, "没有字段“."+field+"”；可以用的字段是：."+strings.Join(fieldNames(), "、."))
		}
		return nil
	case *parse.IdentifierNode:
		if !slices.Contains([]string{"and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge"}, n.Ident) {
			return refuse(n, "不能用“"+n.Ident+"”；条件里可以用 and、or、not、eq、ne、lt、le、gt、ge")
		}
		return nil
	}
	return refuse(node, "“"+node.String()+"”不能用：双花括号里只能写字段、if、else、end")
}
