import type { SameTexts } from './dictionary.ts';

const zh = {
  try: '再试试神经网络',
  tryAgain: '重新训练神经网络',
  hint: '在本机学习，要一两分钟；用同样的分组检验。',
  starting: '正在准备神经网络……',
  training: (network: string, networks: string, epoch: string) =>
    `训练第 ${network} 个网络，共 ${networks} 个：第 ${epoch} 轮`,
  losses: (learnt: string, kept: string) => `误差：学过的 ${learnt}，留出的 ${kept}`,
  use: (method: string) => `改用${method}`,
  allMethods: '比较全部方法',
  allHint: '再加上支持向量机，要一两分钟。',
  svmSample: (rows: string) => `支持向量机最多从 ${rows} 位客户学习，多的随机抽取。`,
  usedTitle: '正在使用神经网络',
  failed: '神经网络没有训练成',
  failedText: '客户资料没有变化。需要联网下载一次学习程序；请重试，如果仍不行，请复制详情。',
  retry: '重试',

  savedTitle: (field: string) => `已有一个预测${field}的神经网络`,
  savedText: (date: string, score: string) => `训练于 ${date}，${score}。`,
  savedUse: '用于现在的客户',
  savedForget: '删除',
  savedLede: (field: string, date: string) => `${date} 训练的神经网络，用在现在的客户上：${field}。`,
  savedReason: (score: string) =>
    `当时在没有见过的客户上检验：${score}。现在的客户中有些它学过，说得会偏准；想知道现在有多准，请重新预测。`,

  learning: '学习过程',
  learningTitle: (epoch: string) => `第 ${epoch} 轮之后不再进步`,
  learningX: '轮',
  learningLearnt: '学过的客户',
  learningKept: '留出的客户',
  learningNote: '留出的客户上误差不再降低时停止，保留最好的一轮；两条线分开就是死记硬背的开始。',
  error: '误差',
};

const en = {
  try: 'Also try a neural network',
  tryAgain: 'Train the neural network again',
  hint: 'It learns on this device, which takes a minute or two, and is tested on the same folds.',
  starting: 'Getting the neural network ready…',
  training: (network, networks, epoch) => `Training network ${network} of ${networks}: epoch ${epoch}`,
  losses: (learnt, kept) => `Loss ${learnt} on customers learnt from, ${kept} on those kept back`,
  use: (method) => `Use ${method}`,
  allMethods: 'Compare all methods',
  allHint: 'With support vector machines too, which takes a minute or two.',
  svmSample: (rows) => `Support vector machines learn from ${rows} customers at most, drawn at random.`,
  usedTitle: 'The neural network is in use',
  failed: 'The neural network could not be trained',
  failedText:
    'Your customers are unchanged. What it learns with has to be downloaded once. Try again; if it still fails, copy the details.',
  retry: 'Try again',

  savedTitle: (field) => `There is a neural network for ${field}`,
  savedText: (date, score) => `Trained on ${date}, ${score}.`,
  savedUse: 'Use it on the customers as they are now',
  savedForget: 'Delete it',
  savedLede: (field, date) => `${field} by the neural network of ${date}, for the customers as they are now.`,
  savedReason: (score) =>
    `Tested then on customers it had not seen: ${score}. It learnt from some of those it speaks of now and knows them a little too well; predict again to see how good it is today.`,

  learning: 'How it learnt',
  learningTitle: (epoch) => `No better after epoch ${epoch}`,
  learningX: 'epoch',
  learningLearnt: 'customers learnt from',
  learningKept: 'customers kept back',
  learningNote:
    'It stops when the loss on customers kept back falls no more, and keeps its best epoch. Where the lines part, learning by heart begins.',
  error: 'loss',
} satisfies SameTexts<typeof zh>;

export const neuralTexts = { zh, en };
