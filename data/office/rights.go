package office

import (
	"slices"

	"tongjian/data/regions"
)

// Role (角色) is what somebody is here to do.
type Role string

const (
	RoleAdministrator Role = "administrator" // 管理员: looks after accounts, and does everything the office does
	RoleOffice        Role = "office"        // 政务公开办: receives and judges reports
	RoleAgency        Role = "agency"        // 报送单位: sends its own reports and sees what became of them
	RoleViewer        Role = "viewer"        // 查看: leaders and analysts
)

// Roles gives every role, the one with the most rights first.
func Roles() []Role { return []Role{RoleAdministrator, RoleOffice, RoleAgency, RoleViewer} }

// Label is the role's Chinese name.
func (r Role) Label() string {
	switch r {
	case RoleAdministrator:
		return "管理员"
	case RoleOffice:
		return "政务公开办"
	case RoleAgency:
		return "报送单位"
	case RoleViewer:
		return "查看"
	}
	return string(r)
}

// Right (权限) is one kind of thing an account may do, within the region it reaches.
type Right string

const (
	RightView     Right = "view"     // see the pages of the region and everything below it
	RightExport   Right = "export"   // take figures away as files or through the API
	RightQuery    Right = "query"    // ask in SQL: of the whole snapshot, so only where the account reaches everything
	RightSend     Right = "send"     // send reports and see what became of those sent
	RightReceive  Right = "receive"  // accept reports sent, or return them with a letter
	RightExplain  Right = "explain"  // answer findings
	RightJobs     Right = "jobs"     // see and cancel jobs
	RightAccounts Right = "accounts" // add, change and disable accounts
	RightAudit    Right = "audit"    // read the audit log
)

// Rights gives what a role may do. It is the one place that says so.
func (r Role) Rights() []Right {
	looks := []Right{RightView, RightExport, RightQuery}
	works := []Right{RightSend, RightReceive, RightExplain, RightJobs}
	switch r {
	case RoleAdministrator:
		return slices.Concat(looks, works, []Right{RightAccounts, RightAudit})
	case RoleOffice:
		return slices.Concat(looks, works)
	case RoleAgency:
		return []Right{RightSend}
	case RoleViewer:
		return looks
	}
	return nil
}

// May reports whether the account may do a kind of thing at all; where, [Account.Reaches] and [Account.ReachesAgency] say.
// Questions in SQL and the audit log are about everything there is: only an account that reaches the whole country has these rights.
func (a Account) May(right Right) bool {
	if a.Disabled || !slices.Contains(a.Role.Rights(), right) {
		return false
	}
	switch right {
	case RightQuery, RightAudit:
		return a.Region == regions.Country
	}
	return true
}

// Reaches reports whether a region is the account's own or lies within it. Somebody of an agency reaches no region.
func (a Account) Reaches(region string) bool {
	return a.Role != RoleAgency && regions.Within(region, a.Region)
}

// ReachesAgency reports whether an agency of a region is the account's own, or of a region it reaches.
func (a Account) ReachesAgency(agency int, region string) bool {
	if a.Role == RoleAgency {
		return agency != 0 && agency == a.Agency
	}
	return a.Reaches(region)
}
