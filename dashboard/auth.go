package dashboard

import (
	"context"
	"fmt"
	"os/user"
	"slices"
	"strings"

	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/queries"
)

// Reader (来访者) is who a request is from, and all that decides what may be shown and done: an account, or in its place the
// person at the machine, or anybody where viewing is open. Handlers find it with [readerOf]; nothing else tells them who asks.
type Reader struct {
	// Account says what is reached. Its ID is 0 where nobody has signed in.
	Account office.Account
	// Actor is how the audit log names the reader.
	Actor office.Actor
	by    doorway
	// rights are those of a token, or of a door that opens for a few things only; nil for all the account has.
	rights []office.Right
	// session is the secret of the session, for signing out.
	session string
}

// doorway is how somebody came in.
type doorway string

const (
	byNothing doorway = ""        // not signed in where one has to be
	byMachine doorway = "machine" // sits at the machine; nobody has an account yet
	byVisit   doorway = "visit"   // reaches a server without accounts from elsewhere: may look, not write
	byOpen    doorway = "open"    // viewing is open to all
	bySession doorway = "session" // signed in
	byToken   doorway = "token"   // a program with an access token
)

// machineName names the person at the machine where the system does not.
const machineName = "本机"

// systemUser is who runs this program, as the audit log names whoever sits at the machine.
func systemUser() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return machineName
}

// atMachine is the person at the machine: there is nobody else, and nothing to keep from them.
func atMachine(name string) Reader {
	return Reader{by: byMachine, Actor: office.Actor{Name: name},
		Account: office.Account{Login: name, Name: name, Role: office.RoleAdministrator, Region: regions.Country}}
}

// onLooking is anybody who comes through a door that is open to all.
func onLooking(by doorway, rights ...office.Right) Reader {
	return Reader{by: by, rights: rights, Account: office.Account{Role: office.RoleViewer, Region: regions.Country}}
}

// May reports whether the reader may do a kind of thing at all; where, [Reader.Reaches] says.
func (r Reader) May(right office.Right) bool {
	if r.by == byNothing || r.rights != nil && !slices.Contains(r.rights, right) {
		return false
	}
	return r.Account.May(right)
}

// Reaches reports whether a region lies in what the reader may see.
func (r Reader) Reaches(region string) bool { return r.by != byNothing && r.Account.Reaches(region) }

// ReachesAgency reports whether an agency of a region lies in what the reader may see.
func (r Reader) ReachesAgency(agency int, region string) bool {
	return r.by != byNothing && r.Account.ReachesAgency(agency, region)
}

// Everywhere reports whether there is nothing the reader does not reach.
func (r Reader) Everywhere() bool { return r.Reaches(regions.Country) }

// Agency is the one agency somebody of an agency reaches; 0 for all others.
func (r Reader) Agency() int { return r.Account.Agency }

// SignedIn reports whether the reader has an account.
func (r Reader) SignedIn() bool { return r.Account.ID != 0 }

// key tells apart readers whose pages may differ, in anything: what they reach, may do, and are called.
func (r Reader) key() string {
	a := r.Account
	words := make([]string, len(r.rights))
	for i, right := range r.rights {
		words[i] = string(right)
	}
	return fmt.Sprintf("%s %d %s %s %d %q %q", r.by, a.ID, a.Role, a.Region, a.Agency, a.Name, strings.Join(words, " "))
}

// reachesEntity reports whether what is compared lies in what the reader may see.
func (r Reader) reachesEntity(e queries.Entity) bool {
	if e.Kind == queries.EntityAgency {
		return r.ReachesAgency(e.Agency, e.Region)
	}
	return r.Reaches(e.Region)
}

func (r Reader) reachesEntities(list []queries.Entity) bool {
	return !slices.ContainsFunc(list, func(e queries.Entity) bool { return !r.reachesEntity(e) })
}

// reachesPeers reports whether the reader may see where the like of some entities lie: those of the whole province.
func (r Reader) reachesPeers(list []queries.Entity) bool {
	return !slices.ContainsFunc(list, func(e queries.Entity) bool {
		return len(e.Region) < 2 || !r.Reaches(e.Region[:2]+"0000")
	})
}

// start is the region shown to a reader who has chosen none: the account's own, or where the data begin.
func (r Reader) start(ctx context.Context, m *memo, lease *warehouse.Lease) (string, error) {
	if r.Account.Region == regions.Country || r.Account.Region == "" {
		return m.defaultRegion(ctx, lease)
	}
	return r.Account.Region, nil
}

type readerKey struct{}

// withReader gives a context that carries the reader.
func withReader(ctx context.Context, r Reader) context.Context {
	return context.WithValue(ctx, readerKey{}, r)
}

// readerOf gives who a request is from. Of a context that came through no door it is nobody, who may do nothing.
func readerOf(ctx context.Context) Reader {
	r, _ := ctx.Value(readerKey{}).(Reader)
	return r
}
