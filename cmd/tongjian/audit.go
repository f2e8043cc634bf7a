package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tongjian/data/filing"
	"tongjian/data/office"
)

// auditCommand reads the audit log.
func auditCommand(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "audit",
		Short: "审计日志：谁在什么时候做了什么；核对有没有被改动",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("没有子命令 %q；可用：list、verify", args[0])
			}
			return errors.New("请指明子命令：list 或 verify")
		},
		RunE: func(*cobra.Command, []string) error { return nil }, // Args has refused
	}
	for _, sub := range []*cobra.Command{listAuditCommand(s), verifyAuditCommand(s)} {
		sub.Args = usageArgs(sub.Args)
		c.AddCommand(sub)
	}
	return c
}

func listAuditCommand(s streams) *cobra.Command {
	var (
		dir, since, until string
		f                 office.AuditFilter
		asJSON            bool
	)
	c := &cobra.Command{
		Use:   "list",
		Short: "列出审计日志，最新的在前",
		Args:  argCount(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, d := range []struct {
				flag, text string
				to         *time.Time
				days       int
			}{{"--since", since, &f.From, 0}, {"--until", until, &f.To, 1}} { // until the end of the day
				if d.text == "" {
					continue
				}
				at, err := filing.ParseDay(d.text)
				if err != nil {
					return usageError{fmt.Errorf("%s: %w", d.flag, err)}
				}
				*d.to = at.AddDate(0, 0, d.days)
			}
			if !office.Exists(dir) {
				return nil
			}
			return withOffice(cmd.Context(), dir, func(store *office.Store) error {
				return listAudit(cmd.Context(), s, store, f, asJSON)
			})
		},
	}
	addDataFlag(c, &dir)
	c.Flags().StringVar(&f.Name, "name", "", "只看这个`人`：登录名，或命令行上的用户名")
	c.Flags().StringVar(&f.Action, "action", "", "只看这种`动作`，例如 account.add；account 是这一类的全部")
	c.Flags().StringVar(&f.Subject, "subject", "", "只看对这个`对象`做的，例如 account:litao")
	c.Flags().StringVar(&since, "since", "", "自这`天`起，例如 2026-01-20")
	c.Flags().StringVar(&until, "until", "", "到这`天`为止，含当天")
	c.Flags().IntVar(&f.Limit, "limit", 0, "最多列出`条数`，0 是全部")
	c.Flags().BoolVar(&asJSON, "json", false, "每条输出一行 JSON")
	return c
}

func listAudit(ctx context.Context, s streams, store *office.Store, f office.AuditFilter, asJSON bool) error {
	e := json.NewEncoder(s.out)
	e.SetEscapeHTML(false)
	return store.Audit(ctx, f, func(entry office.Entry) error {
		if asJSON {
			return e.Encode(entry)
		}
		_, err := fmt.Fprintf(s.out, "%d　%s　%s　%s　%s　%s\n", entry.ID, entry.At.In(filing.Beijing()).Format("2006-01-02 15:04:05"), visible(entry.Name),
			entry.Action.Label(), visible(entry.Subject), visible(entry.Detail))
		return err
	})
}

func verifyAuditCommand(s streams) *cobra.Command {
	var dir, known string
	c := &cobra.Command{
		Use:   "verify",
		Short: "核对审计日志：有没有改动、删去、插入；给出条数和末条校验值",
		Long: `从头核对审计日志的每一条，给出条数和末条校验值。把两者抄在别处；以后带着 --known 条数:校验值 再核对，
日志被截去末尾或整体改写也查得出来。`,
		Args: argCount(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			before, err := parseChain(known)
			if err != nil {
				return err
			}
			return withOffice(cmd.Context(), dir, func(store *office.Store) error {
				chain, err := store.VerifyAudit(cmd.Context(), before)
				if err != nil {
					return err
				}
				fmt.Fprintf(s.out, "日志完整，共 %d 条\n%d:%s\n", chain.Entries, chain.Entries, chain.Head)
				return nil
			})
		},
	}
	addDataFlag(c, &dir)
	c.Flags().StringVar(&known, "known", "", "以前核对时给出的`条数:校验值`")
	return c
}

// parseChain reads a state of the log as verify prints it; nothing is the state of an empty log.
func parseChain(text string) (office.Chain, error) {
	if text == "" {
		return office.Chain{}, nil
	}
	entries, head, ok := strings.Cut(text, ":")
	n, err := strconv.ParseInt(entries, 10, 64)
	const hexDigits = 64
	if !ok || err != nil || n < 0 || len(head) != hexDigits && n > 0 {
		return office.Chain{}, usageError{fmt.Errorf("--known %.100q: 应为 条数:校验值，照抄 audit verify 的第二行", text)}
	}
	return office.Chain{Entries: n, Head: head}, nil
}
