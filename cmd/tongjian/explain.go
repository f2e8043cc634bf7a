package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tongjian/data/office"
	"tongjian/data/warehouse"
	"tongjian/queries"
)

// explainCommand keeps an office's explanations of findings.
func explainCommand(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "explain",
		Short: "说明：就核验问题写明理由、列出、撤回",
		Long: `就核验问题写明理由。报告没有错的（例如并案办理、规范性文件到期自动失效），写一条说明，问题即为已说明。

说明跟着单位、年度、口径、核验项目和所涉单元格走：重新读取、更正、重新发布都不会丢。更正后数字变了的，说明改为
“针对旧数字”，问题重新待处理。说明只能撤回，不能删改；撤回的仍在记录里。`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("没有子命令 %q；可用：list、add、withdraw", args[0])
			}
			return errors.New("请指明子命令：list、add 或 withdraw")
		},
		RunE: func(*cobra.Command, []string) error { return nil }, // Args has refused
	}
	for _, sub := range []*cobra.Command{listExplanationsCommand(s), addExplanationCommand(s), withdrawExplanationCommand(s)} {
		sub.Args = usageArgs(sub.Args)
		c.AddCommand(sub)
	}
	return c
}

// numberOf reads the number of a finding or an explanation.
func numberOf(what, text string) (int, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(text, "#"))
	if err != nil || n <= 0 {
		return 0, usageError{fmt.Errorf("%s编号 %q 应为正整数", what, text)}
	}
	return n, nil
}

func addExplanationCommand(s streams) *cobra.Command {
	var dir, reason, author string
	c := &cobra.Command{
		Use:   "add 问题编号",
		Short: "写一条说明；问题编号见 tongjian check --json 的 id",
		Example: `  tongjian check --json --year 2025 | grep '"id":1234,'   先看清是哪一项
  tongjian explain add 1234 --author 公开办 --reason "有 1 件并案办理，计入其他处理。"`,
		Args: argCount(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := numberOf("问题", args[0])
			if err != nil {
				return err
			}
			if reason == "" || author == "" {
				return usageError{errors.New("--reason 和 --author 都要写")}
			}
			return withSnapshot(cmd.Context(), dir, func(lease *warehouse.Lease) error {
				return explain(cmd.Context(), s, dir, lease, id, reason, author)
			})
		},
	}
	addDataFlag(c, &dir)
	c.Flags().StringVar(&reason, "reason", "", fmt.Sprintf("`理由`：报告为什么没有错，最多 %d 字", office.LongestReason))
	c.Flags().StringVar(&author, "author", "", "说明`人`：姓名或科室")
	return c
}

// explain writes an explanation of a finding of the newest snapshot.
func explain(ctx context.Context, s streams, dir string, lease *warehouse.Lease, id int, reason, author string) error {
	found, err := queries.AllFindings(ctx, lease.DB(), queries.FindingQuery{ID: id})
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return fmt.Errorf("快照 %06d 里没有编号 %d 的核验问题：重新入库或发布后编号会变，请用 tongjian check --json 查看", lease.Info().Number, id)
	}
	f := found[0]
	return withOffice(ctx, dir, func(store *office.Store) error {
		kept, err := store.Explain(ctx, f.Answer(reason, author))
		if text, ok := errors.AsType[*office.TextError](err); ok {
			return usageError{text}
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "已记下说明 %d：%s　%d年%s　%s　%s\n", kept.ID, visible(f.AgencyName), f.Year, f.Scope.Label(), f.Check, visible(f.Message))
		return nil
	})
}

func withdrawExplanationCommand(s streams) *cobra.Command {
	var dir, reason, author string
	c := &cobra.Command{
		Use:   "withdraw 说明编号",
		Short: "撤回一条说明；问题重新待处理，说明仍在记录里",
		Args:  argCount(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := numberOf("说明", args[0])
			if err != nil {
				return err
			}
			if author == "" {
				return usageError{errors.New("请用 --author 写明撤回人")}
			}
			return withOffice(cmd.Context(), dir, func(store *office.Store) error {
				err := store.Withdraw(cmd.Context(), office.Actor{}, int64(id), author, reason)
				text, bad := errors.AsType[*office.TextError](err)
				switch {
				case bad:
					return usageError{text}
				case errors.Is(err, office.ErrNoExplanation):
					return fmt.Errorf("没有编号 %d 的说明：见 tongjian explain list", id)
				case errors.Is(err, office.ErrWithdrawn):
					return fmt.Errorf("说明 %d 已经撤回过", id)
				case err != nil:
					return err
				}
				fmt.Fprintf(s.out, "已撤回说明 %d\n", id)
				return nil
			})
		},
	}
	addDataFlag(c, &dir)
	c.Flags().StringVar(&reason, "reason", "", "撤回的`原因`，可以不写")
	c.Flags().StringVar(&author, "author", "", "撤回`人`：姓名或科室")
	return c
}

func listExplanationsCommand(s streams) *cobra.Command {
	var (
		dir    string
		asJSON bool
	)
	c := &cobra.Command{
		Use:   "list",
		Short: "列出写过的全部说明，撤回的也在内",
		Args:  argCount(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withSnapshot(cmd.Context(), dir, func(lease *warehouse.Lease) error {
				return listExplanations(cmd.Context(), s, dir, lease, asJSON)
			})
		},
	}
	addDataFlag(c, &dir)
	c.Flags().BoolVar(&asJSON, "json", false, "每条说明输出一行 JSON")
	return c
}

// listedExplanation is an explanation with what it answers today.
type listedExplanation struct {
	office.Explanation
	Finding int `json:"finding,omitempty"` // the finding it answers in the newest snapshot
}

func (e listedExplanation) state() string {
	switch {
	case e.Withdrawn != nil:
		return "已撤回"
	case e.Finding == 0:
		return "不再适用" // the figures have changed, the finding is gone, or it has been said anew
	}
	return "有效"
}

func listExplanations(ctx context.Context, s streams, dir string, lease *warehouse.Lease, asJSON bool) error {
	var said []office.Explanation
	if office.Exists(dir) {
		err := withOffice(ctx, dir, func(store *office.Store) (err error) {
			said, err = store.Explanations(ctx)
			return err
		})
		if err != nil {
			return err
		}
	}
	answers, err := queries.AnswersTo(ctx, lease.DB(), said)
	if err != nil {
		return err
	}
	e := json.NewEncoder(s.out)
	e.SetEscapeHTML(false)
	standing := 0
	for _, x := range said {
		listed := listedExplanation{Explanation: x}
		if finding, ok := answers.Answered(x.ID); ok {
			listed.Finding = finding
			standing++
		}
		if asJSON {
			if err := e.Encode(listed); err != nil {
				return fmt.Errorf("write explanations: %w", err)
			}
			continue
		}
		fmt.Fprintf(s.out, "%d　%s　%s　%d年%s　%s　%s　——%s，%s：%s%s\n", x.ID, listed.state(), visible(x.AgencyName), x.Year, x.Scope.Label(),
			x.Check, visible(x.Message), visible(x.Author), x.At.Format("2006-01-02 15:04 UTC"), visible(x.Reason), withdrawal(x))
	}
	if !asJSON {
		fmt.Fprintf(s.out, "共 %d 条，有效 %d 条（快照 %06d）\n", len(said), standing, lease.Info().Number)
	}
	return nil
}

func withdrawal(e office.Explanation) string {
	if e.Withdrawn == nil {
		return ""
	}
	text := fmt.Sprintf("（%s 于 %s 撤回", visible(e.Withdrawn.Author), e.Withdrawn.At.Format("2006-01-02 15:04 UTC"))
	if e.Withdrawn.Reason != "" {
		text += "：" + visible(e.Withdrawn.Reason)
	}
	return text + "）"
}
