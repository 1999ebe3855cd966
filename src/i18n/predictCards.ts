import type { SameTexts } from './dictionary.ts';

const zh = {
  working: '正在细看这个结果……',
  feature: (field: string, label: string) => `${field}：${label}`,
  missing: '空白',
  rare: '其他',

  learning: '学习曲线',
  learningTitle: (gap: string) => `学过的和没见过的相差 ${gap}`,
  learningX: '学习的客户数',
  learnt: '学过的客户',
  tested: '没见过的客户',
  learningNote: '两条线相差很大是死记硬背；没见过的那条还在上升，说明更多资料会有帮助。',

  settings: '参数曲线',
  settingsTitle: (name: string, best: string, used: string) => `${name} ${best} 时最好，现用 ${used}`,
  settingNames: { c: '误差代价 C', depth: '树的深度', leafRows: '叶子的最少客户数', rounds: '树的数量' },
  settingsNote: '在同样的五折上比较；两条线分开处开始死记硬背。',

  calibration: '校准曲线',
  calibrationTitle: (gap: string) => `说出的概率与实际平均相差 ${gap}`,
  calibrationX: '说出的概率',
  calibrationY: '实际的比例',
  calibrationNote: '越贴近虚线，概率越可信。',
  perfect: '完全一致',

  roc: 'ROC 曲线',
  rocTitle: (auc: string) => `ROC 曲线下面积 ${auc}`,
  rocX: '误报的比例',
  rocY: '找到的比例',
  guess: '瞎猜',
  recall: '查准率与查全率',
  recallTitle: (value: string) => `平均查准率 ${value}`,
  recallX: '查全率',
  recallY: '查准率',

  residuals: '残差',
  residualsTitle: (mae: string, rmse: string, r2: string) => `平均相差 ${mae}，均方根 ${rmse}，R² ${r2}`,
  residualsX: '估计值',
  residualsY: '实际减估计',
  residualsNote: '散得越均匀越好；有形状说明还有没学到的规律。',

  penalty: '正则化路径',
  penaltyTitle: (kept: string, of: string) => `惩罚适中时，${of} 个特征留下 ${kept} 个`,
  penaltyX: '惩罚强度 α',
  penaltyY: '没见过的客户上的误差',
  penaltyNote: (best: string, used: string) =>
    `五折交叉检验：α ${best} 误差最小；采用误差相差不超过一个标准误的最强惩罚，α ${used}。`,
  paths: '系数路径',
  pathsTitle: (name: string) => `${name}最后才被去掉`,
  pathsY: '系数',

  coefficients: '系数与区间',
  coefficientsTitle: (name: string) => `其他相同时，${name}影响最大`,
  coefficientsNone: '没有明显的影响',
  coefficientsX: { class: '对数几率，95% 区间', value: '金额，95% 区间' },
  coefficient: '系数',
  low: '下限',
  high: '上限',
  factor: '特征',
  coefficientsNote: '不加惩罚的回归；数字按一个标准差计，选项与没有列出的那一项相比。',

  tree: '决策树',
  treeTitle: (question: string) => `先问：${question}`,
  treeAtMost: (field: string, value: string) => `${field} ≤ ${value}`,
  treeYes: '是',
  treeNo: '否',
  treeRows: (count: string) => `${count} 位`,
  treeWhere: '条件',
  treeCount: '客户',
  treeValue: { class: '“是”的比例', value: '平均' },
  treeNote: '三层的树，只用来说明；比较方法时用的树更深。',

  metrics: { accuracy: '准确率', f1: 'F1', logLoss: '对数损失', mae: 'MAE', rmse: 'RMSE' },
  p: 'p',
  pNote: 'p：与最好的方法一样好的可能性，由同样分组上的成绩算出。',
};

const en = {
  working: 'Taking a closer look…',
  feature: (field, label) => `${field}: ${label}`,
  missing: 'empty',
  rare: 'other',

  learning: 'Learning curve',
  learningTitle: (gap) => `${gap} between customers learnt from and not seen`,
  learningX: 'customers learnt from',
  learnt: 'learnt from',
  tested: 'not seen',
  learningNote:
    'A wide gap is learning by heart. Where the line of those not seen still rises, more data would help.',

  settings: 'Validation curve',
  settingsTitle: (name, best, used) => `${name}: ${best} does best, ${used} is used`,
  settingNames: {
    c: 'Price of an error C',
    depth: 'Depth of the tree',
    leafRows: 'Customers in a leaf',
    rounds: 'Number of trees',
  },
  settingsNote: 'On the same five folds. Where the lines part, learning by heart begins.',

  calibration: 'Calibration',
  calibrationTitle: (gap) => `Chances are off by ${gap} on average`,
  calibrationX: 'chance said',
  calibrationY: 'share seen',
  calibrationNote: 'The nearer to the dashed line, the more a chance means what it says.',
  perfect: 'exactly right',

  roc: 'ROC curve',
  rocTitle: (auc) => `Area under the ROC curve ${auc}`,
  rocX: 'false alarms',
  rocY: 'found',
  guess: 'guessing',
  recall: 'Precision and recall',
  recallTitle: (value) => `Average precision ${value}`,
  recallX: 'recall',
  recallY: 'precision',

  residuals: 'Residuals',
  residualsTitle: (mae, rmse, r2) => `Off by ${mae} on average, RMSE ${rmse}, R² ${r2}`,
  residualsX: 'estimate',
  residualsY: 'truth less estimate',
  residualsNote: 'An even cloud is good; a shape in it is something that was not learnt.',

  penalty: 'Regularisation',
  penaltyTitle: (kept, of) => `${kept} of ${of} features stay`,
  penaltyX: 'strength of the penalty α',
  penaltyY: 'error on customers not seen',
  penaltyNote: (best, used) =>
    `Five-fold cross-validation: least error at α ${best}; used is the strongest penalty within one standard error of it, α ${used}.`,
  paths: 'Lasso path',
  pathsTitle: (name) => `${name} is the last to go`,
  pathsY: 'coefficient',

  coefficients: 'Coefficients and intervals',
  coefficientsTitle: (name) => `All else equal, ${name} weighs most`,
  coefficientsNone: 'No clear effect',
  coefficientsX: { class: 'log odds, 95 % interval', value: 'amount, 95 % interval' },
  coefficient: 'Coefficient',
  low: 'Low',
  high: 'High',
  factor: 'Feature',
  coefficientsNote:
    'A regression without a penalty. Numbers count by their standard deviation, labels against the one that is not listed.',

  tree: 'Decision tree',
  treeTitle: (question) => `First question: ${question}`,
  treeAtMost: (field, value) => `${field} ≤ ${value}`,
  treeYes: 'yes',
  treeNo: 'no',
  treeRows: (count) => `${count} customers`,
  treeWhere: 'Where',
  treeCount: 'Customers',
  treeValue: { class: 'Share of “yes”', value: 'Mean' },
  treeNote: 'A tree of three levels, to show the way; the one that is compared is deeper.',

  metrics: { accuracy: 'accuracy', f1: 'F1', logLoss: 'log-loss', mae: 'MAE', rmse: 'RMSE' },
  p: 'p',
  pNote:
    'p: how likely such a gap to the best would be if both were as good, from the scores on the same folds.',
} satisfies SameTexts<typeof zh>;

export const predictCardTexts = { zh, en };
