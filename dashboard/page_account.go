package dashboard

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"tongjian/data/filing"
	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/queries"
)

// AccountPage is 我的账号: the password, and tokens for programs.
type AccountPage struct {
	Head
	Account office.Account
	Reach   string // in words
	Wrong   string // why the password was not changed
	Done    string
	// Secret is that of the token just made: shown once.
	Secret string
	Tokens []tokenLine
	Rights []Option // what a token may be given
	Fault  string   // why no token was made
	Name   string   // of the token that was not made
	Last   string   // the day a token is good until, unless another is chosen
	Latest string   // the last day one can be good until
	// ByPassword is set where the account has a password to change.
	ByPassword bool
}

// tokenLine is a token in the list.
type tokenLine struct {
	office.Token
	Allows string
	State  string // 有效, 已过期, 已撤销
	Good   bool
}

// rightLabel is what a right lets a program do.
func rightLabel(r office.Right) string {
	switch r {
	case office.RightView:
		return "查看"
	case office.RightExport:
		return "取数（导出和接口）"
	case office.RightQuery:
		return "SQL 查询"
	case office.RightSend:
		return "报送"
	case office.RightJobs:
		return "任务"
	}
	return string(r)
}

// reachText says what an account may see. Agencies are known by name once there is a snapshot that has them.
func (s *server) reachText(ctx context.Context, a office.Account) (string, error) {
	switch {
	case a.Role == office.RoleAgency:
		return s.agencyName(ctx, a.Agency)
	case a.Region == regions.Country:
		return regionName(a.Region), nil
	}
	return regionName(a.Region) + "及其下级", nil
}

// agencyName gives the name of an agency in the newest snapshot, or its number where it is not in it or no snapshot can be opened:
// accounts and passwords are changed whatever state the data are in.
func (s *server) agencyName(ctx context.Context, id int) (string, error) {
	number := "编号 " + strconv.Itoa(id) + " 的单位"
	lease, err := s.snapshots.Acquire(ctx)
	if err != nil {
		return number, nil
	}
	defer lease.Release()
	found, err := queries.Entities(s.memo.shared(lease).In(ctx), lease.DB(), []string{queries.AgencyEntity(id)})
	if isNotFound(err) {
		return number, nil
	}
	if err != nil {
		return "", err
	}
	return found[0].Name, nil
}

// newAccount builds the page of the reader's own account.
func (s *server) newAccount(ctx context.Context, reader Reader) (AccountPage, error) {
	a := reader.Account
	reach, err := s.reachText(ctx, a)
	if err != nil {
		return AccountPage{}, err
	}
	p := AccountPage{Account: a, Reach: reach, ByPassword: a.Identity == "" || a.MustChange}
	p.Head = plainHead("我的账号")
	s.doors.dress(reader, &p.Head)
	if a.MustChange {
		p.Nav = nil
		return p, nil
	}
	list, err := s.office.Tokens(ctx, a.ID)
	if err != nil {
		return p, err
	}
	now := time.Now()
	for _, t := range list {
		line := tokenLine{Token: t, State: "有效", Good: true}
		for i, right := range t.Rights {
			if i > 0 {
				line.Allows += "、"
			}
			line.Allows += rightLabel(right)
		}
		switch {
		case !t.Revoked.IsZero():
			line.State, line.Good = "已撤销", false
		case !t.Expires.After(now):
			line.State, line.Good = "已过期", false
		}
		p.Tokens = append(p.Tokens, line)
	}
	for _, right := range office.TokenRights() {
		if a.May(right) {
			p.Rights = append(p.Rights, Option{string(right), rightLabel(right), right == office.RightView})
		}
	}
	p.Last, p.Latest = day(now.AddDate(0, 3, 0)), day(now.AddDate(1, 0, -1))
	return p, nil
}

func (s *server) showAccount(w http.ResponseWriter, status int, p AccountPage) error {
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, "account", status, p)
}

// accountPage shows the reader's own account.
func (s *server) accountPage(w http.ResponseWriter, r *http.Request) {
	p, err := s.newAccount(r.Context(), readerOf(r.Context()))
	if err == nil {
		err = s.showAccount(w, http.StatusOK, p)
	}
	if err != nil {
		s.fail(w, r, err)
	}
}

// changePassword sets the reader's own password. Every session of the account ends; this browser gets a new one.
func (s *server) changePassword(w http.ResponseWriter, r *http.Request) error {
	reader := readerOf(r.Context())
	present, next, again := r.PostForm.Get("present"), r.PostForm.Get("next"), r.PostForm.Get("again")
	wrong, status := "", http.StatusUnprocessableEntity
	var secret string
	if next != again {
		wrong = "两次输入的新密码不一样"
	} else if kept, err := s.office.ChangePassword(r.Context(), reader.Actor, reader.Account, present, next); err == nil {
		secret = kept
	} else {
		text, bad := errors.AsType[*office.TextError](err)
		locked, wait := errors.AsType[*office.LockedError](err)
		switch {
		case bad:
			wrong = text.Advice
		case wait:
			wrong, status = locked.Error(), http.StatusTooManyRequests
		case errors.Is(err, office.ErrPassword):
			wrong = "原密码不对"
		default:
			return err
		}
	}
	if wrong == "" {
		keepSession(w, r, secret)
		reader.Account.MustChange = false
	}
	p, err := s.newAccount(r.Context(), reader)
	if err != nil {
		return err
	}
	if p.Wrong = wrong; wrong != "" {
		return s.showAccount(w, status, p)
	}
	p.Done = "密码已修改。其他地方的登录都已退出。"
	return s.showAccount(w, http.StatusOK, p)
}

// addToken makes a token for a program of the reader's, and shows its secret this once.
func (s *server) addToken(w http.ResponseWriter, r *http.Request) error {
	reader := readerOf(r.Context())
	if reader.Account.MustChange {
		return badRequest("请先修改密码", "修改密码以后才能生成令牌。", Link{Label: "修改密码", URL: "/account"})
	}
	var rights []office.Right
	for _, text := range r.PostForm["right"] {
		if right := office.Right(text); !slices.Contains(rights, right) {
			rights = append(rights, right)
		}
	}
	name, fault, secret := r.PostForm.Get("name"), "", ""
	until, err := filing.ParseDay(r.PostForm.Get("expires"))
	if err != nil {
		fault = "“有效期至”应为日期，例如 " + day(time.Now().AddDate(0, 3, 0))
	} else {
		secret, _, err = s.office.AddToken(r.Context(), reader.Actor, reader.Account, name, rights, until.AddDate(0, 0, 1).Add(-time.Microsecond))
		if text, bad := errors.AsType[*office.TextError](err); bad {
			fault = text.Advice
		} else if err != nil {
			return err
		}
	}
	p, err := s.newAccount(r.Context(), reader)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if p.Secret = secret; fault != "" {
		status, p.Fault, p.Name = http.StatusUnprocessableEntity, fault, name
	}
	return s.showAccount(w, status, p)
}

// revokeToken takes one of the reader's tokens back.
func (s *server) revokeToken(w http.ResponseWriter, r *http.Request) error {
	reader := readerOf(r.Context())
	id, _, err := number(r.PostForm, "token")
	if err != nil {
		return err
	}
	err = s.office.RevokeToken(r.Context(), reader.Actor, reader.Account.ID, int64(id))
	if err != nil && !errors.Is(err, office.ErrNoToken) { // gone already is gone
		return err
	}
	http.Redirect(w, r, "/account", http.StatusSeeOther)
	return nil
}
