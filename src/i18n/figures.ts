import type { SameTexts } from './dictionary.ts';

const zh = {
  whatIs: (name: string) => `${name}是什么？`,
  formula: '怎么算的',
  raises: '怎样提高',
  names: {
    revenue: '累计成交',
    lastOrder: '最近下单',
    orders: '订单数',
    S: '资料质量 S',
    R: '需求满意 R',
    T: '交易效率 T',
    C: '沟通满意 C',
    spread: '资料质量的分布',
    groups: '客户分组',
    scatter: '散点图',
    heat: 'RFM 热力图',
    lorenz: '洛伦兹曲线与基尼系数',
    slipping: '正在疏远的客户',
  },
  what: {
    revenue: '这位客户到现在为止净买了多少。',
    lastOrder: '离最近一次下单过了多久；下面是那天的日期。',
    orders: '一共下过几单；下面是联系人数。',
    S: '资料有多完整、多可靠。',
    R: '客户提出的需求满足得怎样，重要的算得多。',
    T: '花在交易上的时间，有多少用在会成的交易上。',
    C: '客户对每次沟通有多满意，深入的沟通算得多。',
    spread: '资料质量落在每个十分区间里的客户数：看得出是少数客户缺得多，还是大家都缺一点。',
    groups:
      '相像的客户分成一组，每组写明多少人、占多少收入、适合做什么。条形是这一组的平均数，与最大的一组相比。',
    scatter: '每个点是一位客户，颜色是他的组；两条轴各是一个数，轴上写着是什么。',
    heat: '按“多久前下过单”和“下单多勤”各分五档，数每格里有多少客户；颜色深浅是人均净消费。',
    lorenz: '把客户从买得最少到最多排好，看前面这些人一共贡献多少收入。曲线越弯，收入越集中在少数人。',
    slipping: '平时有节奏、最近却安静得反常的客户。把每个客户和他自己比，而不是和别人比。',
  },
  formulas: {
    revenue:
      '所有订单合计减去退货，加上调整；草稿和已取消的不算。只加账本主要币种的，别的币种另写一行；没有主要币种的，用他自己最多的那种。',
    lastOrder: '今天减去最近一张订单的日期。退货和调整不算；草稿和已取消的不算。',
    orders: '类型为“订单”的张数，不分币种。平均每单 = 累计成交 ÷ 订单数。',
    spread: '先算每位客户的 S = Σ wᵢ·dᵢ，乘 100，再数落在 0–9、10–19 …… 90–100 的客户。',
    groups:
      '“按规则”：近度、频度、金额各按五分位得 1 到 5 分，再按得分的组合命名。“自动发现”：K-means 找彼此相近的客户，组数由轮廓系数建议。“为什么”里有全部数字。',
    scatter:
      '横轴和纵轴是配方里选的前两个数，差得太大时用对数刻度。客户多时每组按比例抽样画出，表格和文件里是全部。',
    heat: '近度 = 上次下单到今天的天数，频度 = 订单数；各按五分位得 1 到 5 分，5 最好，相同的数同分。出处：Hughes 1994。',
    lorenz: '基尼系数 = ΣΣ|xᵢ−xⱼ| ÷ (2n²μ)，x 是每位客户的净消费，μ 是平均数。0 是人人一样，1 是全在一人。',
    slipping:
      '沉默天数 ÷ 平时间隔（相邻两次下单天数的中位数，至少四个下单日）大于 2、不超过 8；或上次沟通满意度 1、2 分且一周没有联系。',
  },
  raising: {
    revenue: '再下单；及时记下订单和退货，数才准。',
    lastOrder: '新的订单。沉默太久时，今日会提醒。',
    orders: '每笔成交都记成订单。',
    S: '补上缺的字段、改正写坏的、合并重复的客户、确认两年没动过的电话和地址。打开指数，会按提高最多的排好。',
    R: '先满足重要度高的需求，再问客户满意度，把它填在需求上。没有评分的不计入。',
    T: '把订单标为完成或取消，找出常取消的一类；记下处理时长，权重才准。',
    C: '记沟通时填客户满意度。先看评分低、质量高的几次，换个方式联系。',
    spread: '从最低的一格开始补。列表里按缺的字段筛选，可以一起改。',
    groups: '按每组下面那句话去做；存成细分后，可以批量安排任务，再看下个月的变化。',
    scatter: '找花得多、却很久没有下单的点，先联系他们。',
    heat: '右上角越多越好。频度高、近度低的一格，是该先打电话的老客户。',
    lorenz: '不一定要降低：太集中说明依赖少数客户，培养中间的客户能分散风险。',
    slipping: '联系并记下来，或安排一个任务，就不再列出。',
  },
};

const en = {
  whatIs: (name: string) => `What is this: ${name}`,
  formula: 'How it is computed',
  raises: 'What raises it',
  names: {
    revenue: 'Total sales',
    lastOrder: 'Last order',
    orders: 'Orders',
    S: 'Information quality S',
    R: 'Needs satisfied R',
    T: 'Transaction efficiency T',
    C: 'Conversation satisfaction C',
    spread: 'Spread of information quality',
    groups: 'Groups of customers',
    scatter: 'Scatter',
    heat: 'RFM table',
    lorenz: 'Lorenz curve and Gini index',
    slipping: 'Customers slipping away',
  },
  what: {
    revenue: 'What this customer has bought so far, net.',
    lastOrder: 'How long ago the last order was; its date stands below.',
    orders: 'How many orders there were; below, how many contacts.',
    S: 'How complete and sound the information is.',
    R: 'How well the needs of customers are met; important ones count more.',
    T: 'How much of the time spent on transactions goes into those that succeed.',
    C: 'How satisfied customers are with conversations; deeper ones count more.',
    spread:
      'How many customers have an information quality in each range of ten: whether few lack much or all lack a little.',
    groups:
      'Customers who are alike, with how many they are, their share of revenue and what to do. The bars are means of the group beside those of the greatest one.',
    scatter: 'Each point is a customer, its colour the group; the axes say which two figures are shown.',
    heat: 'Customers by how lately and how often they order, five steps each; the colour is their mean net spend.',
    lorenz:
      'Customers from the smallest to the greatest, and the share of revenue that they bring together. The more it bends, the fewer carry the revenue.',
    slipping:
      'Customers with a rhythm who have been unusually silent. Each is compared with themselves, not with others.',
  },
  formulas: {
    revenue:
      'All orders less returns, with adjustments; drafts and cancelled orders do not count. Only in the main currency of the book, or in the customer’s own where there is none in that; others are counted in a line below.',
    lastOrder:
      'Today less the date of the last order. Returns, adjustments, drafts and cancelled orders do not count.',
    orders: 'Orders of kind “order”, in any currency. Per order = total sales ÷ orders.',
    spread: 'S = Σ wᵢ·dᵢ of each customer times 100, counted in 0–9, 10–19 … 90–100.',
    groups:
      '“By rules”: recency, frequency and money get 1 to 5 by quintiles, and combinations of scores have names. “Found”: K-means looks for customers near each other, with the number of groups that the silhouette suggests. “Why” has all numbers.',
    scatter:
      'The axes are the first two figures of the recipe, logarithmic where they differ widely. Of many customers a sample of each group is drawn; table and file hold all.',
    heat: 'Recency: days since the last order. Frequency: number of orders. Each scores 1 to 5 by quintiles, 5 best; equal values share a score. Source: Hughes 1994.',
    lorenz:
      'Gini = ΣΣ|xᵢ−xⱼ| ÷ (2n²μ), with x the net spend of each customer and μ its mean. 0: all equal; 1: one has everything.',
    slipping:
      'Days of silence ÷ the usual gap (median of days between orders, at least four order days) above 2 and up to 8; or a last conversation rated 1 or 2 and no contact for a week.',
  },
  raising: {
    revenue: 'Further orders; log orders and returns in time, or the number is wrong.',
    lastOrder: 'A new order. Today reminds you when the silence is long.',
    orders: 'Log every sale as an order.',
    S: 'Fill in what is missing, correct what is malformed, merge duplicates, confirm phones and addresses untouched for two years. The index lists first what adds most.',
    R: 'Meet the important needs first, then ask how satisfied the customer is and fill it in. Needs without a rating do not count.',
    T: 'Mark orders done or cancelled and look at the class that is cancelled most; with handling times the weights are right.',
    C: 'Fill in customer satisfaction when you log. Look at conversations of high quality and low rating first, and try another way.',
    spread: 'Begin with the lowest range. Filter the list by a missing field and edit several together.',
    groups:
      'Do what the line below each group says; saved as a segment it can be given tasks, and compared next month.',
    scatter:
      'Look for points that have spent much and not ordered for long, and get in touch with them first.',
    heat: 'The more in the upper right corner, the better. High frequency and low recency are the regulars to call first.',
    lorenz:
      'It need not fall: a steep curve says that you depend on few customers, and growing those in the middle spreads the risk.',
    slipping: 'Get in touch and log it, or plan a task; then they leave the list.',
  },
} satisfies SameTexts<typeof zh>;

export const figureTexts = { zh, en };
