package dashboard

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/queries"
)

// AccountsPage is 账号: who may sign in, and what they may do.
type AccountsPage struct {
	Head
	Rows []accountLine
	// Edit is the account being changed; nil in the list.
	Edit *office.Account
	Form accountForm
	// Given is a password just made, to be handed to Given's account: shown once.
	Given      string
	GivenLogin string
	Done       string
	Wrong      string
	First      bool // nobody has an account yet
}

// accountLine is an account in the list.
type accountLine struct {
	office.Account
	Reach string
	Link  string
	Mine  bool // the reader's own
}

// accountForm is what the form holds, as it was filled in.
type accountForm struct {
	Login, Name, Role, Region, Agency, Identity string
	Disabled, Single                            bool
	Roles                                       []Option
	Regions                                     []Option // to choose from
	Agencies                                    []string // their agencies, by name
}

// mostRegions and mostSuggested are how many regions and agencies the form suggests; any other can be written by its code or number.
const (
	mostRegions   = 600
	mostSuggested = 600
)

// accountsPage lists the accounts within the reader's reach.
func (s *server) accountsPage(w http.ResponseWriter, r *http.Request) {
	p, err := s.newAccounts(r.Context(), readerOf(r.Context()))
	if err == nil {
		err = s.showAccounts(w, http.StatusOK, p)
	}
	if err != nil {
		s.fail(w, r, err)
	}
}

func (s *server) showAccounts(w http.ResponseWriter, status int, p AccountsPage) error {
	w.Header().Set("Cache-Control", "no-store")
	return s.render(w, "accounts", status, p)
}

func (s *server) newAccounts(ctx context.Context, reader Reader) (AccountsPage, error) {
	p := AccountsPage{Head: plainHead("账号")}
	s.doors.dress(reader, &p.Head)
	if s.office == nil {
		return p, &problem{http.StatusConflict, "这里不能建账号", noOffice, nil}
	}
	list, err := s.office.Accounts(ctx)
	if err != nil {
		return p, err
	}
	p.First = len(list) == 0
	for _, a := range list {
		if !reader.Account.Administers(a) {
			continue
		}
		reach, err := s.reachText(ctx, a)
		if err != nil {
			return p, err
		}
		p.Rows = append(p.Rows, accountLine{a, reach, "/accounts/" + a.Login, a.ID == reader.Account.ID})
	}
	p.Form.Role, p.Form.Region = string(office.RoleViewer), reader.Account.Region
	if p.First {
		p.Form.Role = string(office.RoleAdministrator)
	}
	return p, s.offerAccount(ctx, reader, &p.Form)
}

// offerAccount fills in what the form offers.
func (s *server) offerAccount(ctx context.Context, reader Reader, f *accountForm) error {
	f.Roles = nil
	for _, role := range office.Roles() {
		f.Roles = append(f.Roles, Option{string(role), role.Label(), string(role) == f.Role})
	}
	lease, err := s.snapshots.Acquire(ctx)
	if err != nil {
		return nil // accounts can be made before there are data
	}
	defer lease.Release()
	directory, err := s.memo.entities(ctx, lease)
	if err != nil {
		return err
	}
	for _, e := range directory.Regions() {
		if reader.Reaches(e.Region) && len(f.Regions) < mostRegions {
			f.Regions = append(f.Regions, Option{e.Region, e.Name, e.Region == f.Region})
		}
	}
	for _, region := range f.Regions {
		there, _ := directory.Agencies(region.Value, mostSuggested-len(f.Agencies))
		for _, e := range there {
			f.Agencies = append(f.Agencies, e.Name)
		}
	}
	return nil
}

// accountFrom reads an account from a form. The error is a [*office.TextError].
func (s *server) accountFrom(r *http.Request, reader Reader) (office.Account, accountForm, error) {
	get := func(name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }
	f := accountForm{Login: get("login"), Name: get("name"), Role: get("role"), Region: get("region"), Agency: get("agency"), Identity: get("identity"),
		Disabled: get("disabled") != "", Single: get("single") != ""}
	region, _, _ := strings.Cut(f.Region, " ") // the list suggests a code with its name
	a := office.Account{Login: strings.ToLower(f.Login), Name: f.Name, Role: office.Role(f.Role), Region: region, Identity: f.Identity, Disabled: f.Disabled}
	if a.Role == office.RoleAgency {
		agency, err := s.agencyNamed(r.Context(), reader, f.Agency)
		if err != nil {
			return a, f, err
		}
		a.Agency, a.Region = agency.Agency, agency.Region
	}
	if _, ok := regions.ByCode(a.Region); ok && !reader.Account.Administers(a) {
		reach, err := s.reachText(r.Context(), reader.Account)
		if err != nil {
			return a, f, err
		}
		return a, f, &office.TextError{Field: "region", Advice: "只能建本地区及下级的账号：" + reach}
	}
	return a, f, nil
}

// agencyNamed finds the one agency a number or a name means, within reach.
func (s *server) agencyNamed(ctx context.Context, reader Reader, text string) (queries.Entity, error) {
	bad := func(advice string) (queries.Entity, error) {
		return queries.Entity{}, &office.TextError{Field: "agency", Advice: advice}
	}
	if text == "" {
		return bad("报送单位的账号须写明是哪个单位：写单位名称或编号")
	}
	lease, err := s.snapshots.Acquire(ctx)
	if err != nil {
		return queries.Entity{}, err
	}
	defer lease.Release()
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		found, err := queries.Entities(ctx, lease.DB(), []string{queries.AgencyEntity(n)})
		if isNotFound(err) || err == nil && !reader.reachesEntities(found) {
			return bad("没有编号为 " + text + " 的单位")
		}
		if err != nil {
			return queries.Entity{}, err
		}
		return found[0], nil
	}
	directory, err := s.memo.entities(ctx, lease)
	if err != nil {
		return queries.Entity{}, err
	}
	found, _ := directory.Find(text, everything)
	found = slices.DeleteFunc(found, func(e queries.Listed) bool {
		return e.Kind != queries.EntityAgency || !reader.reachesEntity(e.Entity)
	})
	if exact := slices.IndexFunc(found, func(e queries.Listed) bool { return e.Name == text }); exact >= 0 && len(found) > 1 {
		same := slices.DeleteFunc(slices.Clone(found), func(e queries.Listed) bool { return e.Name != text })
		if len(same) == 1 {
			found = same
		}
	}
	switch len(found) {
	case 0:
		return bad("没有名称含“" + short(text) + "”的单位")
	case 1:
		return found[0].Entity, nil
	}
	const most = 8
	names := ""
	for _, e := range found[:min(most, len(found))] {
		names += "；" + strconv.Itoa(e.Agency) + " " + short(e.Name)
	}
	return bad("名称含“" + short(text) + "”的单位有 " + strconv.Itoa(len(found)) + " 个，请写编号" + names)
}

// addAccount makes an account. Its first password is made here and shown this once.
func (s *server) addAccount(w http.ResponseWriter, r *http.Request) error {
	reader := readerOf(r.Context())
	a, form, err := s.accountFrom(r, reader)
	password := office.NewPassword()
	if form.Single {
		password = ""
	}
	if err == nil {
		err = s.office.FitFirst(r.Context(), a)
	}
	if err == nil {
		a, err = s.office.AddAccount(r.Context(), reader.Actor, a, password)
	}
	text, bad := errors.AsType[*office.TextError](err)
	switch {
	case bad:
		return s.accountAgain(w, r, form, text.Advice)
	case errors.Is(err, office.ErrTaken):
		return s.accountAgain(w, r, form, "登录名或单点登录标识已经有人用")
	case err != nil:
		return err
	}
	p, err := s.newAccounts(r.Context(), reader)
	if err != nil {
		return err
	}
	p.Given, p.GivenLogin = password, a.Login
	p.Done = "已建账号 " + a.Login
	return s.showAccounts(w, http.StatusOK, p)
}

// accountAgain shows the form as it was filled in, with what is wrong with it.
func (s *server) accountAgain(w http.ResponseWriter, r *http.Request, form accountForm, wrong string) error {
	reader := readerOf(r.Context())
	p, err := s.newAccounts(r.Context(), reader)
	if err != nil {
		return err
	}
	p.Form, p.Wrong = form, wrong
	if err := s.offerAccount(r.Context(), reader, &p.Form); err != nil {
		return err
	}
	return s.showAccounts(w, http.StatusUnprocessableEntity, p)
}

// accountInReach gives the account of the path, if the reader looks after it.
func (s *server) accountInReach(r *http.Request) (office.Account, error) {
	unknown := notFound("没有这个账号", "没有登录名为“"+short(mux.Vars(r)["login"])+"”的账号，或者不归您管理。", Link{Label: "账号", URL: "/accounts"})
	if s.office == nil {
		return office.Account{}, unknown
	}
	a, err := s.office.AccountByLogin(r.Context(), mux.Vars(r)["login"])
	if errors.Is(err, office.ErrNoAccount) || err == nil && !readerOf(r.Context()).Account.Administers(a) {
		return office.Account{}, unknown
	}
	return a, err
}

// accountEdit shows one account to be changed.
func (s *server) accountEdit(w http.ResponseWriter, r *http.Request) {
	a, err := s.accountInReach(r)
	if err == nil {
		err = s.showAccountEdit(w, r, a, http.StatusOK, func(*AccountsPage) {})
	}
	if err != nil {
		s.fail(w, r, err)
	}
}

func (s *server) showAccountEdit(w http.ResponseWriter, r *http.Request, a office.Account, status int, with func(*AccountsPage)) error {
	reader := readerOf(r.Context())
	p := AccountsPage{Head: plainHead("账号 " + a.Login), Edit: &a}
	s.doors.dress(reader, &p.Head)
	p.Form = accountForm{Login: a.Login, Name: a.Name, Role: string(a.Role), Region: a.Region, Identity: a.Identity, Disabled: a.Disabled}
	if a.Agency != 0 {
		p.Form.Agency = strconv.Itoa(a.Agency)
	}
	with(&p)
	if err := s.offerAccount(r.Context(), reader, &p.Form); err != nil {
		return err
	}
	return s.showAccounts(w, status, p)
}

// changeAccount changes what an account may do.
func (s *server) changeAccount(w http.ResponseWriter, r *http.Request) error {
	before, err := s.accountInReach(r)
	if err != nil {
		return err
	}
	reader := readerOf(r.Context())
	r.PostForm.Set("login", before.Login)
	a, form, err := s.accountFrom(r, reader)
	if err == nil {
		a, err = s.office.ChangeAccount(r.Context(), reader.Actor, a)
	}
	text, bad := errors.AsType[*office.TextError](err)
	wrong := ""
	switch {
	case bad:
		wrong = text.Advice
	case errors.Is(err, office.ErrTaken):
		wrong = "单点登录标识已经有人用"
	case errors.Is(err, office.ErrLastAdministrator):
		wrong = "这是最后一个全国的管理员账号，不能停用或改作别的"
	case err != nil:
		return err
	}
	if wrong != "" {
		return s.showAccountEdit(w, r, before, http.StatusUnprocessableEntity, func(p *AccountsPage) { p.Form, p.Wrong = form, wrong })
	}
	http.Redirect(w, r, "/accounts/"+a.Login, http.StatusSeeOther)
	return nil
}

// resetPassword gives an account a new password, shown this once.
func (s *server) resetPassword(w http.ResponseWriter, r *http.Request) error {
	a, err := s.accountInReach(r)
	if err != nil {
		return err
	}
	password := office.NewPassword()
	if err := s.office.ResetPassword(r.Context(), readerOf(r.Context()).Actor, a.Login, password); err != nil {
		return err
	}
	a.MustChange = true
	return s.showAccountEdit(w, r, a, http.StatusOK, func(p *AccountsPage) {
		p.Given, p.GivenLogin, p.Done = password, a.Login, "密码已重置，原来的登录都已退出"
	})
}
