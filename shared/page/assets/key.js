// Every page of ours begins with it: it proves to the program that this is the tab that was opened, by `globalThis.pageKey`.
{
  const KEY = 'key';

  /** Unlike a cookie, no other port of this machine ever sees it. */
  const pageKey = () => {
    const given = document.querySelector('meta[name=page-key]')?.content;
    try {
      if (given) sessionStorage.setItem(KEY, given);
      return given || sessionStorage.getItem(KEY) || '';
    } catch {
      // Where a company forbids cookies there is no storage either: all works but a reload.
      return given;
    }
  };

  globalThis.pageKey = pageKey();
  history.replaceState(null, '', '/');
}
