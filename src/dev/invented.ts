/** People of the demonstration letters. None of them exists. */
export const firstNames = (
  'Amina Bastian Carmen Dele Elif Farid Greta Hana Ines Jonas Kofi Leila Marek Nadia Oskar Priya Quentin Rosa ' +
  'Samir Tomoko Ulrike Viktor Wanjiru Ximena Yusuf Zofia Aroha Björn Chiara Duc Eszter Fionn'
).split(' ');

export const lastNames = (
  'Abara Bergström Castellano Demir Engel Farouk Gruber Hashimoto Ivanova Jansen Kovács Lindqvist Moreau Nakamura ' +
  'Okafor Petrov Quispe Rahman Sørensen Tanaka Underhill Vargas Weiss Xu Yilmaz Zielinski Adeyemi Brandt'
).split(' ');

export const roles = [
  'Software engineer',
  'Site reliability engineer',
  'Designer',
  'Data analyst',
  'Support specialist',
  'Technical writer',
  'Product manager',
  'Test engineer',
  'Field technician',
  'Research scientist',
] as const;

export const comments = [
  'I joined because of what we said we would build. I would like that to stay true.',
  'We raised this through every channel there was. This letter is the next one.',
  'I have never signed anything like this before.',
  'My team talks about little else, and nobody says it in the large meetings.',
  'I want to be able to tell my children what I worked on.',
  'An answer would be enough. A real one.',
] as const;
