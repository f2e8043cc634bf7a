package dashboard

import (
	"strconv"

	"tongjian/data/office"
)

// Who is who looks at a page, as its masthead says it.
type Who struct {
	Name string // empty for who has not signed in
	// Links are what somebody with these rights looks after: accounts, the audit log, and signing in.
	Links []Link
	// Out offers to sign out.
	Out bool
}

// dress sets what a page shows differently to different readers: whose it is, and what there is for them.
func (d doors) dress(r Reader, h *Head) {
	h.Nav = d.only(r, h.Nav)
	who := Who{Out: r.by == bySession}
	if r.SignedIn() {
		who.Name = r.Account.Name
	}
	if d.opens("/account", r) {
		who.Links = append(who.Links, Link{Label: r.Account.Name, URL: "/account", Note: r.Account.Role.Label()})
	}
	for _, l := range []struct {
		right office.Right
		Link
	}{{office.RightSend, r.sendingLink()}, {office.RightAccounts, Link{Label: "账号", URL: "/accounts"}}, {office.RightAudit, Link{Label: "审计", URL: "/audit"}}} {
		if r.May(l.right) {
			who.Links = append(who.Links, l.Link)
		}
	}
	if r.by == byOpen {
		who.Links = append(who.Links, Link{Label: "登录", URL: "/signin"})
	}
	if who.Out || len(who.Links) > 0 {
		h.Who = &who
	}
	if id := r.Agency(); id != 0 {
		own := "/agencies/" + strconv.Itoa(id)
		h.Alone = true
		h.Nav, h.Home = []Link{{Label: "我的报送", URL: "/mine"}, {Label: "发送报告", URL: "/send"}, {Label: "本单位", URL: own}}, "/mine"
	}
}
