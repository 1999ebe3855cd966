import { countText, plural, type SameTexts } from './dictionary.ts';

const zh = {
  lead: '商机按阶段往前走。赢单率用来算预测；在一个阶段停留超过天数，看板会提醒停滞。赢单和丢单永远在最后。',
  pipeline: (place: number) => `流程 ${place}`,
  pipelineName: '流程名称',
  stage: (place: number) => `阶段 ${place}`,
  stageName: '阶段名称',
  probability: '赢单率 %',
  stuckAfter: '停滞天数',
  deals: (count: number) => `${countText(count)} 个商机`,
  addStage: '添加阶段',
  addPipeline: '添加流程',
  moveUp: (name: string) => `把「${name}」往前移`,
  moveDown: (name: string) => `把「${name}」往后移`,
  removeStage: (name: string) => `去掉阶段「${name}」`,
  removePipeline: (name: string) => `去掉流程「${name}」`,
  ends: '最后',
  removed: (stage: string, count: number) => `「${stage}」里有 ${countText(count)} 个商机，保存后移到`,
  save: '保存',
  discard: '放弃修改',
  saved: '销售流程已保存',
  problems: {
    'pipeline-unnamed': '每个流程都要有名称。',
    'stage-unnamed': '每个阶段都要有名称。',
    'no-stage': '每个流程至少要有一个阶段。',
    likelihood: '赢单率要在 0 到 100 之间。',
    days: '停滞天数要在 0 到 3,650 之间，或留空。',
  },
  twice: (name: string) => `「${name}」出现了两次，请换一个名称。`,
  tooMany: (count: number, most: number) =>
    `要移动的商机有 ${countText(count)} 个，一次最多 ${countText(most)} 个。请先在商机列表里筛选出来，成批改掉它们的阶段，再去掉这个阶段。`,
};

const en = {
  lead: 'Deals move forward by stages. The likelihood makes the forecast; a deal that stays in a stage for more than its days is shown as stuck. Won and lost always come last.',
  pipeline: (place: number) => `Pipeline ${place}`,
  pipelineName: 'Name of the pipeline',
  stage: (place: number) => `Stage ${place}`,
  stageName: 'Name of the stage',
  probability: 'Likelihood %',
  stuckAfter: 'Stuck, days',
  deals: (count: number) => `${countText(count)} ${plural(count, 'deal', 'deals')}`,
  addStage: 'Add a stage',
  addPipeline: 'Add a pipeline',
  moveUp: (name: string) => `Move “${name}” forward`,
  moveDown: (name: string) => `Move “${name}” back`,
  removeStage: (name: string) => `Remove the stage “${name}”`,
  removePipeline: (name: string) => `Remove the pipeline “${name}”`,
  ends: 'At the end',
  removed: (stage: string, count: number) =>
    `“${stage}” holds ${countText(count)} ${plural(count, 'deal', 'deals')}. Saving moves them to`,
  save: 'Save',
  discard: 'Discard changes',
  saved: 'Saved the pipelines',
  problems: {
    'pipeline-unnamed': 'Every pipeline needs a name.',
    'stage-unnamed': 'Every stage needs a name.',
    'no-stage': 'Every pipeline needs a stage at least.',
    likelihood: 'A likelihood is between 0 and 100.',
    days: 'Days after which a deal is stuck are between 0 and 3,650, or empty.',
  },
  twice: (name: string) => `“${name}” stands twice. Please choose another name.`,
  tooMany: (count: number, most: number) =>
    `${countText(count)} deals would move, and ${countText(most)} are the most at once. Filter them in the list of deals, change the stage of all of them there, and then remove this one.`,
} satisfies SameTexts<typeof zh>;

export const pipelineTexts = { zh, en };
