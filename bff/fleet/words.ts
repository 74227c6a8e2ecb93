// Data: words for names that people can say on the phone.

export const adjectives = (
  'able agile amber ample azure basic bold brave brief bright brisk calm candid civil clean clear ' +
  'clever cosy crisp curly daring deft eager early easy even exact fair fancy fast fine firm ' +
  'fleet fond fresh full gentle glad golden good grand great green handy happy hardy hearty honest ' +
  'humble jolly keen kind large light lively loyal lucky merry mild modest neat noble'
).split(' ')

export const animals = (
  'adder badger bat bear beaver bison boar bobcat camel carp cat colt condor coot crane crow ' +
  'deer dingo dove duck eagle eel egret elk falcon fawn ferret finch fox frog gecko goat ' +
  'goose gull hare hawk heron hound ibex ibis jay kite koala lark lemur linnet llama lynx ' +
  'marten mole moose moth mule newt otter owl panda perch pike puffin quail raven robin seal'
).split(' ')
