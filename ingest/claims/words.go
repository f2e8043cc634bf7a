package claims

// word is a word that says something about the numbers near it.
type word struct {
	text []rune
	kind kind
	key  int16 // of an outcome, a channel, a result: what it counts, as an index among the lexicon's keys
}

// vocabulary declares the words that are known, by what they mean. A word not among them leaves the number beside it without a
// key. The rows of table 三 and the results of table 四 are known under their own names too, see [lexiconOf].
func vocabulary() []struct {
	kind  kind
	key   string
	texts string
} {
	return []struct {
		kind  kind
		key   string
		texts string
	}{
		{filler, "", `共 共计 总计 合计 一共 总共 累计 计 已 已经 的 了 为 有 是 达 达到 数 数量 件数 总数 总数量 总量 总 量 并 且 并且
			也 还 另 另有 另外 同时 其余 由 在 中 将 就 对 向 所有 年内 年末 年底 期末 期间 及时 依法 依规 依法依规 按规定 按要求 按照规定 按照要求 依照规定
			规范 妥善 认真 严格 实际 公众 群众 社会公众 社会 人民群众 公民、法人和其他组织 公民、法人或其他组织 公民、法人或者其他组织 申请人
			提交 提出 递交 工作 方面 情况 情形 事项 案件 案 类 继续 按照 根据 依据 遵照 规定 要求 予以 给予 作出 进行 完成 至 到 起 止 因 因为
			由于 原因 引发 引起 产生 发生 出现 被 涉及 关于 提起 向社会 形式 方式 渠道 途径 通过 以 所 范围 信息 答复意见 结果 处理结果 办理结果
			答复结果 类型 属 加 加上 连同 依 按 一是 二是 三是 四是 五是 六是 七是 八是`},
		{and, "", `和 及 与 或 或者 以及 并 暨 兼`},
		{each, "", `均 都 各 皆 均已 都已 全部 均为 各为 全部已`},
		{etcetera, "", `等 等等`},
		{respectively, "", `分别 分别为 依次 依次为`},
		{thisYear, "", `全年 当年 年度 全年度 年度内 一年来 报告期内`},
		{thisYear, "our year", `本年 本年度 今年 今年以来 本报告期 本年内`},
		{info, "", `政府信息 政务信息 公开信息`},
		{about, "", `政府信息公开 信息公开 政务公开 信息公开类 政府信息公开类 政府信息公开工作 信息公开工作`},
		{timely, "", `按时 按期 如期 按规定期限 在规定期限内 在规定时限内 在法定期限内 在法定时限内 法定期限内 法定时限内 期限内 按时答复 按期答复
			按时办结 按期办结 延期 延期答复 延期办结 逾期 逾期答复 当场答复`},
		{sundry, "", `各类`},
		{unfinished, "", `未办结 尚未办结 未办结的 未答复 尚未答复 未到期 尚在办理 正在办理 正在办理中`},

		{among, "", `其中 其中包括 其中有 其中含`},
		{aside, "", `含 包含 包括 内含 另含`},
		{until, "", `截至 截止 截至目前 截止目前 截至年底 截止到 截至到`},
		{period, "", `上半年 下半年 第一季度 第二季度 第三季度 第四季度 一季度 二季度 三季度 四季度 前三季度`},
		{scope, "", `本机关 本级 区本级 市本级 县本级 省本级 区政府本级 市政府本级 县政府本级 省政府本级 本级政府 区级 市级 县级
			代表市政府 代表区政府 代表县政府 代表省政府 代表州政府 代表市人民政府 代表区人民政府 代表县人民政府 代表省人民政府`},
		{filed, "", `备案 报备 报送备案`},
		{newly, "", `新发生 新增 新增加 本年新 新提起`},
		{approx, "", `约 大约 近 将近 接近 超 超过 逾 不足 不到 至少 最多`},
		{change, "", `增加 增加了 减少 减少了 增长 增长了 下降 下降了 上升 降低 提高 回落 提升 多 少 增加到 减少到 上升到 下降到 增至 降至 净增 增幅 降幅`},
		{compare, "", `比 较 同比 环比 相比 相较 对比 占比`},
		{otherYear, "", `去年同期 上年同期 上一年同期 近两年 近三年 近五年 近几年 近年来 三年来 五年来 历年 往年 前年 历史 以往 来年 明年`},
		{otherWork, "", `建议 提案 议案 信访 信访件 热线 投诉 举报 申诉 留言 咨询 来信来访 来电 信箱 信件 行政许可 许可 行政处罚 处罚 行政强制
			检查 公文 文件 稿件 微博 微信 公众号 抖音 新闻 新闻发布会 解读 政策解读 动态 公告 公示 简报 会议 培训 采购 收费 败诉 胜诉 专利 案卷
			舆情 民意 征集 访谈 问题 整改 栏目 账号`},
		{none, "", `未收到 没有收到 没收到 未接到 没有接到 未接收到 未接收 未收 无 没有 未发生 没有发生 未出现 没有出现 未产生 没有产生 未有 未引发
			没有引发 未引起 未被 没有被 未涉及 未因 不存在因 无因`},

		{request, "", `政府信息公开申请 信息公开申请 政府信息依申请公开申请 政府信息申请 依申请公开申请 公开申请 公开政府信息申请 政务公开申请
			依申请 申请 申请件 申请数 申请量 申请表 申请公开件 依申请件 依申请公开件 政府信息公开申请件 依申请公开申请件 信息公开申请件 信息公开依申请`},
		{onDemand, "", `依申请公开 政府信息依申请公开 依申请公开政府信息 依申请公开信息 依申请公开事项 申请公开政府信息 申请公开信息 申请公开事项 申请公开
			政府信息公开依申请公开 依申请公开类`},
		{receive, "", `收到 收 共收到 收悉 收到了 接收 接收到 接到 新接收 新接收到 新接到 接收了`},
		{receive, "new request", `新收 新收到 本年新收 本年度新收 本年新收到 新收申请 当年新收`},
		{accept, "", `受理 受理了 共受理`},
		{closed, "dealt with", `办结 办结了 已办结 办理完毕 办理完结`},
		{closed, "", `答复 已答复 回复 办结答复 答复办结 依法答复 予以答复 作出答复 做出答复 办理答复`},
		{handle, "", `办理 处理 受理办理`},
		{carry, "", `结转 转结 结转至 结转到 结转入 结转自 顺延 顺延至 顺延到 转入 转至 转到 延至 延续至 延续到`},
		{carry, "to next", `转下一年度 转下年度 转下一年 转下年`},
		{previous, "", `上年 上年度 上一年 上一年度 去年 去年度`},
		{next, "", `下年 下年度 下一年 下一年度 次年 次年度 明年度`},

		{outcome, "outcome.granted", `予以公开 予以公开类 全部公开 依法予以公开`},
		{outcome, "outcome.partial", `部分公开 予以部分公开 同意部分公开 部分予以公开`},
		{outcome, "outcome.refused", `不予公开 不同意公开`},
		{outcome, "outcome.unavailable", `无法提供 不能提供`},
		{outcome, "outcome.not_processed", `不予处理`},
		{outcome, "outcome.other", `其他处理 作其他处理 其它处理`},
		{outcome, "outcome.refused.state_secret", `国家秘密 涉及国家秘密`},
		{outcome, "outcome.refused.third_party_rights", `第三方合法权益`},
		{outcome, "outcome.refused.internal_affairs", `三类内部事务信息 内部事务信息 属于内部事务信息`},
		{outcome, "outcome.refused.process_information", `四类过程性信息 过程性信息 属于过程性信息`},
		{outcome, "outcome.refused.enforcement_file", `行政执法案卷 执法案卷`},
		{outcome, "outcome.refused.administrative_query", `行政查询事项 行政查询`},
		{outcome, "outcome.unavailable.not_held", `本机关不掌握 不掌握相关政府信息 本机关不掌握相关信息 本机关不掌握政府信息 不掌握`},
		{outcome, "outcome.unavailable.needs_creation", `没有现成信息 没有现成信息需另行制作 需要另行制作 需另行制作`},
		{outcome, "outcome.unavailable.unclear", `补正后仍不明确 申请内容仍不明确 补正后申请内容不明确`},
		{outcome, "outcome.not_processed.petition", `信访举报投诉类 信访投诉举报类申请 信访投诉举报类 信访类申请`},
		{outcome, "outcome.not_processed.publication", `公开出版物 要求提供公开出版物类`},
		{outcome, "outcome.not_processed.excessive", `大量反复申请`},
		{outcome, "outcome.not_processed.reissue", `要求确认或重新出具已获取信息 确认或重新出具已获取信息`},
		{outcome, "outcome.other.correction_overdue", `申请人无正当理由逾期不补正 无正当理由逾期不补正 逾期不补正 逾期未补正`},
		{outcome, "outcome.other.fee_overdue", `逾期未缴费 逾期未缴纳费用`},
		{outcome, AlreadyPublic, `属于已主动公开范围 已主动公开范围 属于已主动公开 已主动公开 告知已主动公开`},
		{outcome, Agreed, `同意公开`},
		{outcome, NotThisAgency, `不属于本行政机关 不属于本行政机关公开 不属于本机关公开 不属于本机关 不属于本行政机关公开范围 非本机关`},
		{outcome, DoesNotExist, `申请信息不存在 政府信息不存在 信息不存在 申请的信息不存在`},
		{outcome, AskedToAmend, `告知作出更改补充 告知更改补充 告知作出更改 告知补正`},
		{outcome, OtherRoute, `告知通过其他途径办理 告知通过其他途径 告知其他途径 通过其他途径办理`},
		{channel, InPerson, `当面 现场 当面申请 现场申请`},
		{channel, Online, `网络 网上 在线 线上 互联网 网站 网络平台 政府网站 门户网站 政府门户网站 人民政府网站 人民政府门户网站 政府网站平台 门户网站平台 网站平台 官网 官方网站 网络申请 网上申请 在线申请`},
		{channel, Letter, `信函 来信 邮寄 书信 信函申请 邮寄申请`},
		{channel, Fax, `传真 传真申请`},

		{review, "", `行政复议 复议 行政复议申请 复议申请 行政复议案件 复议案件`},
		{suit, "", `行政诉讼 诉讼 行政诉讼案件 诉讼案件`},
		{suitDirect, "", `未经复议直接起诉 直接起诉`},
		{suitAfter, "", `复议后起诉 经复议后起诉 复议后再起诉 复议后提起诉讼`},
		{result, "upheld", `维持 被维持 予以维持 获维持 获得维持 得到维持 维持具体行政行为 维持原具体行政行为 维持行政行为 维持原行政行为 维持原答复
			维持具体行政行为或者驳回原告诉讼请求 维持或驳回原告诉讼请求 驳回原告诉讼请求`},
		{result, "corrected", `纠错 被纠错 被依法纠错 依法纠错 纠正 被纠正 被依法纠正`},
		{result, "other", `其他情形 其它情形 其它结果`},
		{result, "pending", `未审结 尚未审结的 尚未结案 正在审理 正在审理中 审理中 尚在审理`},
		{otherWord, "", `其他 其它`},

		{normative, "", `规范性文件 行政规范性文件`},
		{rules, "", `规章 政府规章`},
		{issue, "", `制发 制定 印发 出台 新制发 新制定 新制作 新出台 制定印发 制定出台 本年制发`},
		{repeal, "", `废止 本年废止 已废止`},
		{inForce, "", `现行有效 有效 继续有效`},
		{lapse, "", `失效 自动失效 自然失效 到期失效 期满失效 有效期届满 有效期满 有效期届满失效 有效期届满自动失效 已失效`},
		{proactively, "", `主动公开 主动公开了`},
	}
}
