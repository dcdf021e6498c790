// What a test is here: whoever opened a browser of their own has closed it when the test is over. Pages left open go on
// listening to the office and drawing what they hear, more of them with each test.
import { test as base } from '@playwright/test';

export { expect } from '@playwright/test';

export const test = base.extend({
  everybodyLeaves: [async ({ browser }, use) => {
    await use();
    await Promise.all(browser.contexts().map((context) => context.close()));
  }, { auto: true }],
});
