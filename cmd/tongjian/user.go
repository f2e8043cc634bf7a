package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/user"
	"strings"

	"github.com/spf13/cobra"

	"tongjian/data/office"
	"tongjian/data/regions"
)

// operator is who sits at the command line, as the audit log names them.
func operator() office.Actor {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return office.Actor{Name: u.Username}
	}
	return office.Actor{Name: "命令行"}
}

// userCommand looks after accounts.
func userCommand(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "user",
		Short: "账号：谁能登录看板，能看哪里、做什么",
		Long: `账号：谁能登录看板，能看哪里、做什么。

还没有账号时，看板只在本机打开，坐在机器前的人什么都能做。建了第一个账号（须是全国的管理员），所有人都要登录，
这时才能用 serve --addr 让别的机器访问。

密码不写在命令里：建账号、重置密码时由程序生成，只显示一次；也可以用 --password-stdin 从标准输入读。首次登录须改成自己的。`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("没有子命令 %q；可用：add、list、disable、enable、reset", args[0])
			}
			return errors.New("请指明子命令：add、list、disable、enable 或 reset")
		},
		RunE: func(*cobra.Command, []string) error { return nil }, // Args has refused
	}
	for _, sub := range []*cobra.Command{addUserCommand(s), listUsersCommand(s), disableUserCommand(s, true), disableUserCommand(s, false), resetUserCommand(s)} {
		sub.Args = usageArgs(sub.Args)
		c.AddCommand(sub)
	}
	return c
}

func addUserCommand(s streams) *cobra.Command {
	var (
		dir              string
		a                office.Account
		role             string
		fromInput, keyed bool
	)
	c := &cobra.Command{
		Use:   "add 登录名",
		Short: "建一个账号；初始密码由程序生成，只显示一次",
		Example: `  tongjian user add keeper --name 管理员                        第一个账号：全国的管理员
  tongjian user add longting --role office --region 410202     龙亭区政务公开办
  tongjian user add jiaoyuju --role agency --region 410202 --agency 12`,
		Args: argCount(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			a.Login, a.Role = args[0], office.Role(role)
			password, err := passwordFor(s, fromInput, keyed && a.Identity != "")
			if err != nil {
				return err
			}
			return withOffice(cmd.Context(), dir, func(store *office.Store) error {
				return addUser(cmd.Context(), s, store, a, password, !fromInput)
			})
		},
	}
	addDataFlag(c, &dir)
	f := c.Flags()
	f.StringVar(&a.Name, "name", "", "`姓名`或科室")
	f.StringVar(&role, "role", string(office.RoleAdministrator), "`角色`：administrator 管理员、office 政务公开办、agency 报送单位、viewer 查看")
	f.StringVar(&a.Region, "region", regions.Country, "区划`代码`：能看这里和下级，000000 是全国")
	f.IntVar(&a.Agency, "agency", 0, "报送单位的机关`编号`，见 agencies list")
	f.StringVar(&a.Identity, "identity", "", "单点登录`标识`")
	f.BoolVar(&keyed, "no-password", false, "不设密码，只用单点登录（须写 --identity）")
	f.BoolVar(&fromInput, "password-stdin", false, "从标准输入读初始密码，不由程序生成")
	return c
}

// passwordFor gives a first password: read from the input, made here, or none.
func passwordFor(s streams, fromInput, none bool) (string, error) {
	switch {
	case none:
		return "", nil
	case !fromInput:
		return office.NewPassword(), nil
	}
	line, err := bufio.NewReader(io.LimitReader(s.in, 1<<10)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("读不出标准输入里的密码: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

func addUser(ctx context.Context, s streams, store *office.Store, a office.Account, password string, made bool) error {
	err := store.FitFirst(ctx, a)
	if err == nil {
		a, err = store.AddAccount(ctx, operator(), a, password)
	}
	if err := userError(a.Login, err); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "已建账号 %s：%s，%s\n", a.Login, a.Role.Label(), reachWords(a))
	if made && password != "" {
		fmt.Fprintf(s.out, "初始密码 %s\n", password)
		fmt.Fprintln(s.err, "初始密码只显示这一次，请用安全的方式交给本人；首次登录须改成自己的")
	}
	return nil
}

// userError says in words what the store does not take.
func userError(login string, err error) error {
	text, bad := errors.AsType[*office.TextError](err)
	switch {
	case bad:
		return usageError{text}
	case errors.Is(err, office.ErrTaken):
		return fmt.Errorf("登录名 %s 或单点登录标识已经有人用", visible(login))
	case errors.Is(err, office.ErrNoAccount):
		return fmt.Errorf("没有账号 %s：见 tongjian user list", visible(login))
	case errors.Is(err, office.ErrLastAdministrator):
		return fmt.Errorf("%s 是最后一个全国的管理员，不能停用", visible(login))
	}
	return err
}

func reachWords(a office.Account) string {
	if a.Role == office.RoleAgency {
		return fmt.Sprintf("机关 %d", a.Agency)
	}
	name := a.Region
	if r, ok := regions.ByCode(a.Region); ok {
		name = r.Name
	}
	return fmt.Sprintf("%s（%s）及下级", name, a.Region)
}

func listUsersCommand(s streams) *cobra.Command {
	var (
		dir    string
		asJSON bool
	)
	c := &cobra.Command{
		Use:   "list",
		Short: "列出账号",
		Args:  argCount(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !office.Exists(dir) {
				return nil
			}
			return withOffice(cmd.Context(), dir, func(store *office.Store) error {
				list, err := store.Accounts(cmd.Context())
				if err != nil {
					return err
				}
				e := json.NewEncoder(s.out)
				e.SetEscapeHTML(false)
				for _, a := range list {
					if asJSON {
						if err := e.Encode(a); err != nil {
							return fmt.Errorf("write accounts: %w", err)
						}
						continue
					}
					state := "正常"
					switch {
					case a.Disabled:
						state = "已停用"
					case a.MustChange:
						state = "待改初始密码"
					}
					fmt.Fprintf(s.out, "%s　%s　%s　%s　%s\n", a.Login, visible(a.Name), a.Role.Label(), reachWords(a), state)
				}
				return nil
			})
		},
	}
	addDataFlag(c, &dir)
	c.Flags().BoolVar(&asJSON, "json", false, "每个账号输出一行 JSON")
	return c
}

// disableUserCommand disables an account, or enables it again.
func disableUserCommand(s streams, disable bool) *cobra.Command {
	var dir string
	c := &cobra.Command{Use: "enable 登录名", Short: "启用停用了的账号", Args: argCount(1, 1)}
	done := "已启用"
	if disable {
		c.Use, c.Short, done = "disable 登录名", "停用一个账号：即刻退出登录，令牌失效，记录保留", "已停用"
	}
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return withOffice(cmd.Context(), dir, func(store *office.Store) error {
			a, err := store.AccountByLogin(cmd.Context(), args[0])
			if err == nil {
				a.Disabled = disable
				_, err = store.ChangeAccount(cmd.Context(), operator(), a)
			}
			if err := userError(args[0], err); err != nil {
				return err
			}
			fmt.Fprintf(s.out, "%s账号 %s\n", done, a.Login)
			return nil
		})
	}
	addDataFlag(c, &dir)
	return c
}

func resetUserCommand(s streams) *cobra.Command {
	var (
		dir       string
		fromInput bool
	)
	c := &cobra.Command{
		Use:   "reset 登录名",
		Short: "重置密码：生成新的初始密码，原来的登录都退出",
		Args:  argCount(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			password, err := passwordFor(s, fromInput, false)
			if err != nil {
				return err
			}
			return withOffice(cmd.Context(), dir, func(store *office.Store) error {
				if err := userError(args[0], store.ResetPassword(cmd.Context(), operator(), args[0], password)); err != nil {
					return err
				}
				fmt.Fprintf(s.out, "已重置 %s 的密码\n", strings.ToLower(args[0]))
				if !fromInput {
					fmt.Fprintf(s.out, "初始密码 %s\n", password)
				}
				return nil
			})
		},
	}
	addDataFlag(c, &dir)
	c.Flags().BoolVar(&fromInput, "password-stdin", false, "从标准输入读新的初始密码，不由程序生成")
	return c
}
