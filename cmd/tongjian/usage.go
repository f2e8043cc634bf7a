package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/rivo/uniseg"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usageArgs marks what an argument validator rejects as wrong usage.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{err}
		}
		return nil
	}
}

// argCount checks how many arguments a command is given.
func argCount(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return fmt.Errorf("缺少参数，写法是 %s", useLine(c))
		case len(args) > most:
			return fmt.Errorf("多余的参数 %q，写法是 %s", args[most], useLine(c))
		}
		return nil
	}
}

// noSuchCommand refuses a word that names none of a command's subcommands.
func noSuchCommand(c *cobra.Command, name string) error {
	err := fmt.Errorf("没有命令 %q", name)
	if near := c.SuggestionsFor(name); len(near) > 0 {
		err = fmt.Errorf("%w，是不是 %s？", err, strings.Join(near, "、"))
	}
	return usageError{err}
}

// flagError says in Chinese what is wrong with a flag. A flag that stands after a subcommand that does not exist is not to blame.
func flagError(c *cobra.Command, err error) error {
	if words := c.Flags().Args(); c.HasSubCommands() && len(words) > 0 {
		return noSuchCommand(c, words[0])
	}
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		dashes := "--"
		if unknown.GetSpecifiedShortnames() != "" {
			dashes = "-"
		}
		return usageError{fmt.Errorf("没有选项 %s%s", dashes, unknown.GetSpecifiedName())}
	}
	if bare, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return usageError{fmt.Errorf("选项 --%s 后面缺少%s", bare.GetFlag().Name, valueName(bare.GetFlag()))}
	}
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		kind := "值不对"
		switch invalid.GetFlag().Value.Type() {
		case "int":
			kind = "应为整数"
		case "uint64":
			kind = "应为不小于零的整数"
		case "float64":
			kind = "应为数"
		case "bool":
			kind = "应为 true 或 false，也可不写"
		}
		return usageError{fmt.Errorf("选项 --%s 的值 %q 无法识别：%s", invalid.GetFlag().Name, invalid.GetValue(), kind)}
	}
	return usageError{fmt.Errorf("选项写法有误：%w", err)}
}

// helpCommand is tongjian help, the same as --help.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [命令]",
		Short: "显示命令的用法",
		RunE: func(c *cobra.Command, args []string) error {
			topic, rest, err := c.Root().Find(args)
			if err != nil {
				return usageError{err}
			}
			if len(rest) > 0 {
				return noSuchCommand(topic, rest[0])
			}
			return topic.Help()
		},
	}
}

// writeHelp says what a command does and how it is written; subcommands are in the order they are to be listed.
func writeHelp(w io.Writer, c *cobra.Command, subcommands []*cobra.Command) {
	about := c.Long
	if about == "" {
		about = c.Short
	}
	fmt.Fprintf(w, "%s\n\n用法：\n  %s\n", about, useLine(c))
	if len(subcommands) > 0 {
		fmt.Fprintln(w, "\n命令：")
		var rows [][2]string
		for _, sub := range subcommands {
			rows = append(rows, [2]string{sub.Name(), sub.Short})
		}
		writeColumns(w, rows)
	}
	if c.Example != "" {
		fmt.Fprintf(w, "\n例：\n%s\n", c.Example)
	}
	c.InitDefaultHelpFlag() // brings the flags of the commands above among its own
	fmt.Fprintln(w, "\n选项：")
	var rows [][2]string
	c.Flags().VisitAll(func(f *pflag.Flag) {
		name := "    --" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", --" + f.Name
		}
		if value := valueName(f); value != "" {
			name += " " + value
		}
		_, meaning := pflag.UnquoteUsage(f)
		switch f.DefValue {
		case "", "0", "false":
		default:
			meaning += "，默认 " + f.DefValue
		}
		rows = append(rows, [2]string{name, meaning})
	})
	writeColumns(w, rows)
	if len(subcommands) > 0 {
		fmt.Fprintf(w, "\n各命令的用法见 %s 命令 --help\n", c.CommandPath())
	}
}

// useLine is how a command is written: tongjian ingest 路径... [选项].
func useLine(c *cobra.Command) string {
	if c.HasSubCommands() {
		return c.CommandPath() + " 命令 [选项]"
	}
	return strings.TrimSuffix(c.UseLine(), " [flags]") + " [选项]"
}

// valueName is what follows a flag: the word in backquotes in its description; nothing for one that is only set.
func valueName(f *pflag.Flag) string {
	name, _ := pflag.UnquoteUsage(f)
	return name
}

// writeColumns writes two columns, the second aligned; a Chinese character is two wide.
func writeColumns(w io.Writer, rows [][2]string) {
	width := 0
	for _, r := range rows {
		width = max(width, uniseg.StringWidth(r[0]))
	}
	for _, r := range rows {
		fmt.Fprintf(w, "  %s%s  %s\n", r[0], strings.Repeat(" ", width-uniseg.StringWidth(r[0])), r[1])
	}
}
