package claims

import "strings"

// Keys of what prose counts and no edition since 2019 prints. Those of the form of 2014 carry its name: words of that form still
// live in prose.
const (
	Published = "proactive.published" // 主动公开政府信息数

	InPerson = "channel.in_person" // 当面申请
	Online   = "channel.online"    // 网络申请
	Letter   = "channel.letter"    // 信函申请
	Fax      = "channel.fax"       // 传真申请

	AlreadyPublic = "outcome2014.already_public"  // 属于已主动公开范围
	Agreed        = "outcome2014.agreed"          // 同意公开
	NotThisAgency = "outcome2014.not_this_agency" // 不属于本行政机关公开
	DoesNotExist  = "outcome2014.does_not_exist"  // 申请信息不存在
	AskedToAmend  = "outcome2014.asked_to_amend"  // 告知作出更改补充
	OtherRoute    = "outcome2014.other_route"     // 告知通过其他途径办理
	both          = "+"                           // joins the keys of one number: 予以公开及部分公开258件
	counted       = "requests.received"           // 收到申请
	carriedIn     = "requests.carried_in"         // 上年结转
	carriedOut    = "requests.carried_out"        // 结转下年度
	answered      = "outcome.total"               // 办结
)

// Keys splits the key of a claim into the measures its number is the sum of: 予以公开及部分公开258件 states two.
func Keys(key string) []string {
	if key == "" {
		return nil
	}
	return strings.Split(key, both)
}

// measures tells what the words of a clause count: no key when that is not certain, several when the number is their sum.
func (r *reader) measures(s *sense, now topic) []string {
	k := s.kinds
	if s.blocked() {
		return nil
	}
	switch {
	case k.has(carry):
		return r.carried(s, now)
	case k.any(cases):
		return r.challenged(s)
	case len(s.results) > 0 || k.has(otherWord):
		return r.decided(s, now)
	case k.any(documents | makings):
		return r.documents(s, now)
	case len(s.outcomes) > 0:
		return answers(s, now)
	case k.has(proactively):
		if k.any(contents &^ of(proactively, channel)) {
			return nil
		}
		return []string{Published}
	case len(s.channels) > 0:
		return channels(s, now)
	}
	return r.requests(s, now)
}

// requests tells received from answered.
func (r *reader) requests(s *sense, now topic) []string {
	k := s.kinds
	switch {
	case now != requestTopic:
		return nil
	case k.any(of(receive, accept)):
		return []string{counted}
	case k.has(timely):
		return nil
	case k.has(closed) && s.dealtWith && r.of.Edition == "2014":
		return []string{"requests.closed"} // the form of 2014 tells 办结 from 答复
	case k.has(closed):
		return []string{answered}
	case k.has(request) && !k.any(of(handle, unfinished)):
		return []string{counted}
	}
	return nil
}

// carried tells 上年结转 from 结转下年度.
func (r *reader) carried(s *sense, now topic) []string {
	in := s.kinds.has(previous) || s.year != 0 && s.year == r.of.Year-1
	out := s.kinds.has(next) || s.carryNext || s.year != 0 && s.year == r.of.Year+1
	if in == out || now == otherTopic || now.isCase() || s.kinds.any(documents|of(outcome, proactively)) {
		return nil
	}
	if in {
		return []string{carriedIn}
	}
	return []string{carriedOut}
}

// challenged gives the cases of table 四, and what became of them. What an agency decides on others' decisions is another matter:
// 受理、办理行政复议案件.
func (r *reader) challenged(s *sense) []string {
	k := s.kinds
	if !r.informed || k.any(documents|makings|of(accept, closed, handle, channel, outcome, proactively)) || len(s.results) > 1 || k.has(otherWord) {
		return nil
	}
	var routes []string
	if k.has(review) {
		routes = append(routes, "review")
	}
	switch {
	case k.has(suitDirect) && k.has(suitAfter):
		return nil
	case k.has(suitDirect):
		routes = append(routes, "suit_direct")
	case k.has(suitAfter):
		routes = append(routes, "suit_after_review")
	case k.has(suit):
		routes = append(routes, "suit")
	}
	result := "total"
	if len(s.results) == 1 {
		if len(routes) > 1 {
			return nil
		}
		result = s.results[0]
	}
	for i := range routes {
		routes[i] += "." + result
	}
	return routes
}

// decided gives what became of the cases spoken of before: 维持5起.
func (r *reader) decided(s *sense, now topic) []string {
	k := s.kinds
	if !now.isCase() || !r.informed || k.any(contents&^of(result, otherWord)) || len(s.results) > 1 || len(s.results) == 1 && k.has(otherWord) {
		return nil
	}
	what := "other"
	if len(s.results) == 1 {
		what = s.results[0]
	}
	return []string{string(now) + "." + what}
}

// documents gives what table 二 counts of 规章 and 规范性文件, in the terms of its edition.
func (r *reader) documents(s *sense, now topic) []string {
	k := s.kinds
	if k.any(contents &^ (documents | makings)) {
		return nil
	}
	if k.any(documents) && !k.any(makings|of(filed)) {
		k |= of(r.making) // 制发规章2件、规范性文件3件
	}
	r.making = unknown
	var what string
	switch {
	case k.has(lapse):
		if !k.any(of(issue, repeal, inForce)) {
			what = ".lapsed" // no form asks; it explains what is in force no more
		}
	case k.has(issue) && !k.any(of(repeal, inForce)):
		what = map[string]string{"2021": ".issued", "2019": ".made", "2014": ".issued"}[r.of.Edition]
	case k.has(repeal) && !k.any(of(issue, inForce)) && r.of.Edition == "2021":
		what = ".repealed"
	case k.has(inForce) && !k.any(of(issue, repeal)) && r.of.Edition == "2021":
		what = ".in_force"
	}
	if what == "" {
		return nil
	}
	r.making = makingOf(k)
	var keys []string
	if k.has(rules) || !k.any(documents) && now == rulesTopic {
		keys = append(keys, "rules"+what)
	}
	if k.has(normative) || !k.any(documents) && now == normativeTopic {
		keys = append(keys, "normative"+what)
	}
	return keys
}

func makingOf(k set) kind {
	for _, m := range []kind{issue, repeal, inForce, lapse} {
		if k.has(m) {
			return m
		}
	}
	return unknown
}

// answers gives the rows of 三、本年度办理结果. A row named with its group is the row: 无法提供中本机关不掌握; a reason given as an
// example is not: 因本机关不掌握等原因无法提供.
func answers(s *sense, now topic) []string {
	if now != requestTopic {
		return nil
	}
	keys := s.outcomes
	last := keys[len(keys)-1]
	switch {
	case len(keys) == 1:
	case len(keys) == 2 && s.kinds.has(etcetera):
		return []string{last}
	case len(keys) == 2 && strings.HasPrefix(keys[1], keys[0]+"."):
		return []string{keys[1]}
	case len(keys) == 2 && strings.HasPrefix(keys[0], keys[1]+"."):
		return []string{keys[0]}
	case !s.kinds.any(of(and, pause)):
		return nil
	}
	for i, key := range keys {
		for _, other := range keys[:i] {
			if key == other || strings.HasPrefix(key, other+".") || strings.HasPrefix(other, key+".") {
				return nil
			}
		}
	}
	return append([]string(nil), keys...)
}

// channels gives the way requests came in by; several ways named as examples are all of them: 通过邮寄、网络等形式收到申请15件.
func channels(s *sense, now topic) []string {
	k := s.kinds
	switch {
	case now != requestTopic || k.has(closed):
		return nil
	case k.has(etcetera) && k.any(of(receive, accept)):
		return []string{counted}
	case len(s.channels) == 1 && !k.has(etcetera):
		return []string{s.channels[0]}
	}
	return nil
}

// family groups the keys that can be the parts of one list.
func family(keys []string) string {
	if len(keys) == 0 {
		return ""
	}
	group, rest, _ := strings.Cut(keys[0], ".")
	switch {
	case keys[0] == answered || group == "requests" || rest == "total":
		return "total"
	case group == "outcome2014":
		return "outcome"
	}
	return group
}
