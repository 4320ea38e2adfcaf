import { customAlphabet, customRandom, nanoid, random, urlAlphabet } from 'nanoid-5';
import { nanoid as weak } from 'nanoid-5/non-secure';

show(nanoid().length, nanoid(7).length, /^[\w-]+$/.test(nanoid()), nanoid() !== nanoid(), urlAlphabet.length, random(4).length);
show(/^[ab]{12}$/.test(customAlphabet('ab', 12)()), customRandom('abc', 5, size => new Uint8Array(size).fill(1))(), weak(3).length);
