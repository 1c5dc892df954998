import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const cyrillic = '/[\\u0400-\\u04FF]/';
const wordsElsewhere = 'Words for people live in resources/locales.';
const noForeignWords = [
  { selector: `Literal[value=${cyrillic}]`, message: wordsElsewhere },
  { selector: `TemplateElement[value.raw=${cyrillic}]`, message: wordsElsewhere },
  { selector: `JSXText[value=${cyrillic}]`, message: wordsElsewhere },
];
const namedExportsOnly = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only: one thing, one name, everywhere.' },
  {
    selector: "ExportSpecifier[exported.name='default']",
    message: 'Named exports only: one thing, one name, everywhere.',
  },
];
const faultsNotThrows = [
  {
    selector: "ThrowStatement > NewExpression[callee.name='Error']",
    message: 'Return failed(fault(…)) for what may happen, call invariant() for what cannot.',
  },
];

/** PascalCase without I prefix and without the endings that say nothing. */
const honestName = '^(?!I[A-Z][a-z])(?!.*(Manager|Helper|Helpers|Util|Utils|Data|Info|Controller|Service)$)';

/** Of the rules that ask for types those without which a test may prove nothing; the others are for what runs in courts. */
const typedInTests = [
  ...['await-thenable', 'no-floating-promises', 'no-misused-promises', 'only-throw-error'],
  ...['no-array-delete', 'no-for-in-array', 'no-misused-spread', 'prefer-promise-reject-errors'],
  ...['naming-convention', 'switch-exhaustiveness-check'],
];

export default tseslint.config(
  {
    ignores: ['out/**', 'node_modules/**', '.runtime/**', 'demo-output/**', 'test-results/**', 'playwright-report/**'],
  },

  // Everything typed: src, renderer, native, tests. One program of all, because by the projects of the walls each of those that use the
  // contract would work out its shapes for itself. What may be used where, is for the compiler to judge.
  {
    files: ['**/*.{ts,tsx}'],
    ignores: ['*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: 'tsconfig.lint.json', tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'typeLike', format: ['PascalCase'], custom: { regex: honestName, match: true } },
        { selector: ['function', 'classMethod'], format: ['camelCase', 'PascalCase'] },
        { selector: ['variable', 'parameter'], format: ['camelCase', 'PascalCase'], leadingUnderscore: 'allow' },
      ],
      // Numbers read well in a template; anything else must be turned into words on purpose.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `return refuse(…)` may end a function that gives nothing back.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Rooms, clients and words are records of closures and hold no `this` that could be lost.
      '@typescript-eslint/unbound-method': 'off',
      // There is no enum: `erasableSyntaxOnly` forbids them.
      '@typescript-eslint/no-mixed-enums': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // An async function may have nothing to wait for today: its interface is asynchronous for good reason.
      '@typescript-eslint/require-await': 'off',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'nocommit'], location: 'start' }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      // `== null` is the one question that asks for null and undefined at once.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['{src,renderer,native}/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...namedExportsOnly, ...noForeignWords],
    },
  },
  {
    files: ['src/{domain,contract,measure}/**/*.ts', 'src/hall/actions/**/*.ts'],
    ignores: ['src/domain/outcome.ts'],
    rules: { 'no-restricted-syntax': ['error', ...namedExportsOnly, ...noForeignWords, ...faultsNotThrows] },
  },
  {
    // Arithmetic on bytes and samples stays within bounds that it has just computed; a branch for each would hide it.
    files: ['src/domain/record/**/*.ts', 'src/measure/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['renderer/**/*.tsx'],
    // A component returns what it draws.
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    // Hidden windows draw nothing.
    ignores: ['renderer/{call,capture,link,recorder}/**'],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    rules: {
      // React's handlers may be async; what they return is dropped by React, so they settle their own outcomes.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    // Only src/line dials the hall.
    files: ['renderer/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-globals': ['error', { name: 'WebSocket', message: 'Ask through src/line.' }],
    },
  },
  {
    // Tests read files and frames whose shape they then assert, speak all three languages and say what they see.
    files: ['tests/**/*.{ts,tsx}'],
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      ...Object.fromEntries(typedInTests.map((rule) => [`@typescript-eslint/${rule}`, 'error'])),
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': ['error', ...namedExportsOnly],
    },
  },

  // The bootstrap runs before there is a compiler.
  {
    files: ['**/*.mjs', '**/*.js', '*.ts'],
    extends: [tseslint.configs.base],
    rules: {
      '@typescript-eslint/no-unused-vars': 'error',
      'no-restricted-syntax': ['error', ...noForeignWords],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      // `== null` is the one question that asks for null and undefined at once.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
);
