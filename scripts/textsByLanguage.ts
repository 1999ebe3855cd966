import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const folder = fileURLToPath(new URL('../src/i18n/', import.meta.url));
const loader = `${folder}textFiles.ts`;
const ending = /^export const (\w+) = \{ zh, en \};$/m;
const ofLanguage = /^(.*)\?texts=(zh|en)$/;

/**
 * Parts what the first screens say by language, in builds: the dictionaries named here lose their texts to one file for each
 * language, and only that of the language on screen is loaded. What stands there instead reads the file that was loaded.
 */
export function textsByLanguage(names: readonly string[]): Plugin {
  const files = names.map((name) => `${folder}${name}.ts`);
  const fileOf = (language: string) => `${folder}textsOf?texts=${language}`;
  return {
    name: 'texts-by-language',
    apply: 'build',
    enforce: 'pre',
    resolveId: (id) => (ofLanguage.test(id) ? id : undefined),
    async load(id) {
      const [, file, language] = ofLanguage.exec(id) ?? [];
      if (file === undefined || language === undefined) return undefined;
      if (id !== fileOf(language)) {
        const source = await readFile(file, 'utf8');
        return { code: source.replace(ending, `export { ${language} as $1 };`), moduleType: 'ts' };
      }
      const all = await Promise.all(
        files.map(async (each) => {
          const name = dictionaryIn(await readFile(each, 'utf8'), each);
          return `export { ${name} } from ${JSON.stringify(`${each}?texts=${language}`)};`;
        }),
      );
      return all.join('\n');
    },
    transform(code, id) {
      if (id === loader) return { code: loaderCode(fileOf), map: null };
      if (!files.includes(id)) return undefined;
      const name = dictionaryIn(code, id);
      const reading = ['zh', 'en'].map((each) => `get ${each}() { return loaded.${each}?.${name}; }`);
      const read = `import { loaded } from './textFiles.ts';\nexport const ${name} = { ${reading.join(', ')} };`;
      return { code: code.replace(ending, read), map: null };
    },
  };
}

function dictionaryIn(code: string, file: string): string {
  const name = ending.exec(code)?.[1];
  if (name === undefined)
    throw new Error(`${file} does not end in one dictionary, export const … = { zh, en };`);
  return name;
}

/** As `src/i18n/textFiles.ts`, for texts that are not at hand. */
function loaderCode(fileOf: (language: string) => string): string {
  const imports = ['zh', 'en'].map((each) => `${each}: () => import(${JSON.stringify(fileOf(each))})`);
  return `
    const files = { ${imports.join(', ')} };
    export const loaded = {};
    export const loadTexts = (language) =>
      loaded[language] ? undefined : files[language]().then((texts) => { loaded[language] = texts; });
  `;
}
