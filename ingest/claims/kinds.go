package claims

// kind tells what a word, mark or number contributes to the meaning of the numbers near it.
type kind uint8

const (
	unknown kind = iota // characters that mean nothing here

	// Marks.
	stop   // 。
	semi   // ；
	comma  // ，
	colon  // ：
	pause  // 、
	opens  // （
	closes // ）
	title  // 《…》 with what stands inside

	// Numbers.
	count   // a number with its counter: 20件
	bare    // a number alone
	span    // 3至5件
	percent // 66.48%, 2个百分点
	year    // 2021年
	date    // 12月, 31日

	// Words without a meaning of their own.
	filler
	and          // 和, 及, 或
	each         // 均
	etcetera     // 等
	respectively // 分别
	thisYear     // 本年, 全年
	info         // 政府信息
	about        // 政府信息公开: what the sentence is about
	itself       // the agency's own name
	timely       // 按期: perhaps not all
	sundry       // 各类: of what else?
	unfinished   // 未办结

	// Words that narrow or move what is counted.
	among     // 其中
	aside     // 含
	until     // 截至
	period    // 上半年
	scope     // 本机关, 区政府本级, 代表区政府
	filed     // 备案
	newly     // 新发生
	approx    // 约
	change    // 增加
	compare   // 比
	otherYear // 近三年
	otherWork // 建议, 提案, 信访: numbers of another kind of work
	none      // 未收到, 没有

	// What is counted.
	request  // 政府信息公开申请
	onDemand // 依申请公开: a request, or what was released on one
	receive  // 收到
	accept   // 受理
	closed   // 办结, 答复
	handle   // 办理: received, closed or both
	carry    // 结转
	previous // 上年
	next     // 下年度
	outcome
	channel
	review      // 行政复议
	suit        // 行政诉讼
	suitDirect  // 未经复议直接起诉
	suitAfter   // 复议后起诉
	result      // 维持
	otherWord   // 其他
	normative   // 规范性文件
	rules       // 规章
	issue       // 制发
	repeal      // 废止
	inForce     // 现行有效
	lapse       // 自动失效
	proactively // 主动公开
)

// set is a set of kinds, of which there may be 64.
type set uint64

const _ = uint(63 - proactively)

func of(kinds ...kind) set {
	var s set
	for _, k := range kinds {
		s |= 1 << k
	}
	return s
}

func (s set) has(k kind) bool    { return s&(1<<k) != 0 }
func (s set) any(other set) bool { return s&other != 0 }

// Sets of kinds that go together. They are constants in all but name: Go has none of a function's value.
const (
	// contents say what is counted.
	contents set = 1<<request | 1<<onDemand | 1<<receive | 1<<accept | 1<<closed | 1<<handle | 1<<carry | 1<<outcome | 1<<channel |
		1<<review | 1<<suit | 1<<suitDirect | 1<<suitAfter | 1<<result | 1<<otherWord | 1<<normative | 1<<rules | 1<<issue |
		1<<repeal | 1<<inForce | 1<<lapse | 1<<proactively
	// cases are the ways a decision is challenged.
	cases set = 1<<review | 1<<suit | 1<<suitDirect | 1<<suitAfter
	// documents are what table 二 counts and prose speaks of.
	documents set = 1<<normative | 1<<rules
	// makings are what is done to documents.
	makings set = 1<<issue | 1<<repeal | 1<<inForce | 1<<lapse
	// numbers hold a number that may be a claim.
	numbers set = 1<<count | 1<<bare | 1<<span
	// breaks end a clause.
	breaks set = 1<<stop | 1<<semi | 1<<comma | 1<<colon | 1<<opens | 1<<closes
)
