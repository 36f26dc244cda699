"""Works out the tables that OptimizerTest and LearningRateTest hold Fovea to.

Run: python3 tables.py   (rewrites optimizers.csv, fits.csv and schedules.csv beside it; standard library only)

Independent of Fovea: formulas are written from the papers and Keras 3's documentation, in double precision, with
hyperparameters rounded to float32 first, as both libraries hold them.

SGD       v = momentum v - lr g; w += v; Nesterov: w += momentum v - lr g         (Sutskever et al. 2013)
RMSprop   v = rho v + (1 - rho) g^2; a = rho a + (1 - rho) g (centered)           (Hinton 2012; Graves 2013)
          d = lr g / sqrt(v - a^2 + epsilon); with momentum u = momentum u + d, w -= u
Adam      m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2                          (Kingma and Ba 2015, end of section 2)
          w -= lr sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + epsilon)
AdamW     Adam with the decay below                                               (Loshchilov and Hutter 2019)
AMSGrad   Adam whose step divides by the root of max v so far rather than of v    (Reddi et al. 2018)
Nadam     u_t = b1 (1 - 0.96^t / 2); p_t = u_1 ... u_t; m and v as Adam's       (Dozat 2016; Keras's schedule of u)
          w -= lr (u_t+1 m / (1 - p_t+1) + (1 - u_t) g / (1 - p_t)) / (sqrt(v / (1 - b2^t)) + epsilon)
Adamax    m as Adam's; u = max(b2 u, |g|); w -= lr / (1 - b1^t) m / (u + epsilon)  (Kingma and Ba 2015, section 7)
Adagrad   a = 0.1 at first; a += g^2; w -= lr g / sqrt(a + epsilon)               (Duchi et al. 2011)
Adadelta  a = rho a + (1 - rho) g^2; d = sqrt(s + epsilon) / sqrt(a + epsilon) g  (Zeiler 2012)
          s = rho s + (1 - rho) d^2; w -= lr d
Lion      w -= lr sign(b1 m + (1 - b1) g); m = b2 m + (1 - b2) g                  (Chen et al. 2023)
Ftrl      a = 0.1 at first; b = a + g^2; s = (b^-p - a^-p) / lr                   (McMahan et al. 2013; Keras's shrinkage)
          z += g + 2 shrinkage w - s w; w = (clip(z, -l1, l1) - z) / (b^-p / lr + 2 (l2 + beta / (2 lr)))
clipping  g clip / max(|g|, clip) for each array of weights or for all of them, or g cut to -clip ... clip; before decay
decay     w -= w wd lr, before the step                                           (Loshchilov and Hutter 2019)

Rates at step s, from 0, of schedules over S steps from rate r (Keras 3's documentation of each, and where named the paper):
exponential   r d^(s / S); staircase: of whole s / S
inverse time  r / (1 + d s / S); staircase: of whole s / S
piecewise     the first value while s <= the first boundary, the second while s <= the second, ...
polynomial    (r - e) (1 - s / S)^p + e, s at most S; cycle: S times ceil(s / S), at least 1
cosine        r ((1 - a) (1 + cos(pi s / S)) / 2 + a), s at most S                (Loshchilov and Hutter 2017)
warm-up       a straight line from r to the target over W steps, then the cosine of s - W from there  (Goyal et al. 2017)
restarts      the k-th cosine, from 0, over S t^k steps: r ((1 - a) m^k (1 + cos(pi s' / (S t^k))) / 2 + a), s' counted
              from the restart                                                    (Loshchilov and Hutter 2017)
"""
import math
import os
import struct

HERE = os.path.dirname(os.path.abspath(__file__))


def f32(x):
    return struct.unpack("f", struct.pack("f", x))[0]


GRADIENTS = [[0.5, -1.25, 0.0], [0.25, 2.0, 1e-3], [-0.75, 0.5, -2e-3], [1.5, -0.25, 0.0], [0.125, 0.75, 5e-4],
             [-0.5, -3.0, 1e-3], [0.0625, 1.0, -1e-3], [2.0, 0.0, 0.0], [-1.0, 0.375, 3e-3], [0.5, -0.5, -5e-4]]
START = [1.0, -2.0, 0.5]


class Sgd:
    def __init__(self, lr, momentum=0.0, nesterov=False):
        self.lr, self.momentum, self.nesterov, self.v = f32(lr), f32(momentum), nesterov, 0.0

    def step(self, w, g, t):
        self.v = self.momentum * self.v - self.lr * g
        return w + (self.momentum * self.v - self.lr * g if self.nesterov else self.v)


class RmsProp:
    def __init__(self, lr, rho=0.9, momentum=0.0, epsilon=1e-7, centered=False):
        self.lr, self.rho, self.momentum, self.epsilon = f32(lr), f32(rho), f32(momentum), f32(epsilon)
        self.centered, self.v, self.a, self.u = centered, 0.0, 0.0, 0.0

    def step(self, w, g, t):
        self.v = self.rho * self.v + (1 - self.rho) * g * g
        self.a = self.rho * self.a + (1 - self.rho) * g
        spread = self.v - (self.a * self.a if self.centered else 0.0)
        self.u = self.momentum * self.u + self.lr * g / math.sqrt(spread + self.epsilon)
        return w - self.u


class Adam:
    def __init__(self, lr, b1=0.9, b2=0.999, epsilon=1e-7, amsgrad=False):
        self.lr, self.b1, self.b2, self.epsilon, self.m, self.v = f32(lr), f32(b1), f32(b2), f32(epsilon), 0.0, 0.0
        self.amsgrad, self.largest = amsgrad, 0.0

    def step(self, w, g, t):
        self.m = self.b1 * self.m + (1 - self.b1) * g
        self.v = self.b2 * self.v + (1 - self.b2) * g * g
        rate = self.lr * math.sqrt(1 - self.b2 ** t) / (1 - self.b1 ** t)
        self.largest = max(self.largest, self.v)
        return w - rate * self.m / (math.sqrt(self.largest if self.amsgrad else self.v) + self.epsilon)


class Nadam(Adam):
    def step(self, w, g, t):
        u = [self.b1 * (1 - 0.5 * 0.96 ** k) for k in range(1, t + 2)]
        self.m = self.b1 * self.m + (1 - self.b1) * g
        self.v = self.b2 * self.v + (1 - self.b2) * g * g
        m_hat = u[t] * self.m / (1 - math.prod(u)) + (1 - u[t - 1]) * g / (1 - math.prod(u[:t]))
        return w - self.lr * m_hat / (math.sqrt(self.v / (1 - self.b2 ** t)) + self.epsilon)


class Adamax(Adam):
    def step(self, w, g, t):
        self.m = self.b1 * self.m + (1 - self.b1) * g
        self.v = max(self.b2 * self.v, abs(g))
        return w - self.lr / (1 - self.b1 ** t) * self.m / (self.v + self.epsilon)


class Adagrad:
    def __init__(self, lr, start=0.1, epsilon=1e-7):
        self.lr, self.a, self.epsilon = f32(lr), f32(start), f32(epsilon)

    def step(self, w, g, t):
        self.a += g * g
        return w - self.lr * g / math.sqrt(self.a + self.epsilon)


class Adadelta:
    def __init__(self, lr, rho=0.95, epsilon=1e-7):
        self.lr, self.rho, self.epsilon, self.a, self.s = f32(lr), f32(rho), f32(epsilon), 0.0, 0.0

    def step(self, w, g, t):
        self.a = self.rho * self.a + (1 - self.rho) * g * g
        d = math.sqrt(self.s + self.epsilon) / math.sqrt(self.a + self.epsilon) * g
        self.s = self.rho * self.s + (1 - self.rho) * d * d
        return w - self.lr * d


class Lion:
    def __init__(self, lr, b1=0.9, b2=0.99):
        self.lr, self.b1, self.b2, self.m = f32(lr), f32(b1), f32(b2), 0.0

    def step(self, w, g, t):
        c = self.b1 * self.m + (1 - self.b1) * g
        self.m = self.b2 * self.m + (1 - self.b2) * g
        return w - self.lr * ((c > 0) - (c < 0))


class Ftrl:
    def __init__(self, lr, power=-0.5, start=0.1, l1=0.0, l2=0.0, shrinkage=0.0, beta=0.0):
        self.lr, self.power, self.a, self.l1, self.l2 = f32(lr), f32(power), f32(start), f32(l1), f32(l2)
        self.shrinkage, self.beta, self.z = f32(shrinkage), f32(beta), 0.0

    def step(self, w, g, t):
        b = self.a + g * g
        sigma = (b ** -self.power - self.a ** -self.power) / self.lr
        self.z += g + 2 * self.shrinkage * w - sigma * w
        self.a = b
        clipped = min(max(self.z, -self.l1), self.l1)
        return (clipped - self.z) / (b ** -self.power / self.lr + 2 * (self.l2 + self.beta / (2 * self.lr)))


OPTIMIZERS = {
    "sgd": lambda: Sgd(0.01),
    "sgd_momentum": lambda: Sgd(0.1, 0.9),
    "sgd_nesterov": lambda: Sgd(0.1, 0.9, True),
    "rmsprop": lambda: RmsProp(0.001),
    "rmsprop_momentum": lambda: RmsProp(0.01, 0.8, 0.5, 1e-3),
    "rmsprop_centered": lambda: RmsProp(0.01, 0.9, 0.0, 1e-5, True),
    "rmsprop_centered_momentum": lambda: RmsProp(0.01, 0.9, 0.5, 1e-5, True),
    "adam": lambda: Adam(0.001),
    "adam_other": lambda: Adam(0.1, 0.8, 0.95, 1e-3),
    "adam_amsgrad": lambda: Adam(0.1, 0.8, 0.9, 1e-3, True),
    "adamw": lambda: Adam(0.001),
    "adamw_amsgrad": lambda: Adam(0.1, 0.9, 0.75, 1e-7, True),
    "nadam": lambda: Nadam(0.001),
    "nadam_other": lambda: Nadam(0.1, 0.8, 0.95, 1e-3),
    "adamax": lambda: Adamax(0.001),
    "adamax_other": lambda: Adamax(0.1, 0.8, 0.95, 1e-3),
    "adagrad": lambda: Adagrad(0.001),
    "adagrad_other": lambda: Adagrad(0.1, 0.5, 1e-3),
    "adadelta": lambda: Adadelta(0.001),
    "adadelta_other": lambda: Adadelta(1.0, 0.8, 1e-3),
    "lion": lambda: Lion(0.001),
    "lion_other": lambda: Lion(0.1, 0.5, 0.8),
    "ftrl": lambda: Ftrl(0.001),
    "ftrl_other": lambda: Ftrl(0.1, -0.75, 0.5, 0.25, 0.125, 0.01, 0.5),
}

# A fit of w . x + b to y = 1 by squared error, so with gradient 2 (w . x + b - y) x; name -> optimizer, decay
# and, for some, what the gradient is clipped by: w and b are two arrays.
X = [1.0, -0.5, 2.0, 1.0]


def norm_clip(g, clip):
    norm = math.sqrt(sum(x * x for x in g))
    return [x * clip / max(norm, clip) for x in g]


FITS = {
    "sgd_momentum": (lambda: Sgd(0.05, 0.9), 0.5),
    "rmsprop": (lambda: RmsProp(0.01), 0.1),
    "adam": (lambda: Adam(0.01), 0.25),
    "adamw": (lambda: Adam(0.1), 0.004),
    "adamw_amsgrad": (lambda: Adam(0.1, 0.5, 0.75, 1e-7, True), 0.25),
    "adagrad": (lambda: Adagrad(0.1), 0.25),
    "ftrl": (lambda: Ftrl(0.1), 0.0),
    "clipnorm": (lambda: Sgd(0.1), 0.25, lambda g: norm_clip(g[:3], 0.5) + norm_clip(g[3:], 0.5)),
    "clipvalue": (lambda: Sgd(0.1), 0.25, lambda g: [min(max(x, -0.75), 0.75) for x in g]),
    "global_clipnorm": (lambda: Adam(0.1), 0.25, lambda g: norm_clip(g, 0.5)),
}


def optimizers(out):
    out.write("optimizer,step,w0,w1,w2\n")
    for name, make in OPTIMIZERS.items():
        w, each = list(START), [make() for _ in START]
        for t, gradient in enumerate(GRADIENTS, 1):
            w = [o.step(x, f32(g), t) for o, x, g in zip(each, w, gradient)]
            out.write(f"{name},{t},{w[0]!r},{w[1]!r},{w[2]!r}\n")


def fits(out):
    out.write("optimizer,step,w0,w1,w2,b\n")
    for name, (make, decay, *clip) in FITS.items():
        w, each = START + [0.0], [make() for _ in X]
        for t in range(1, 11):
            error = sum(a * b for a, b in zip(w, X)) - 1.0
            gradient = [2 * error * x for x in X]
            gradient = clip[0](gradient) if clip else gradient
            w = [x - x * f32(decay) * each[0].lr for x in w]
            w = [o.step(x, g, t) for o, x, g in zip(each, w, gradient)]
            out.write(f"{name},{t},{w[0]!r},{w[1]!r},{w[2]!r},{w[3]!r}\n")


def polynomial(step, cycle):
    rate, steps, end, power = 0.1, 10, 0.01, 0.5
    if cycle:
        steps *= max(1, math.ceil(step / steps))
    else:
        step = min(step, steps)
    return (rate - end) * (1 - step / steps) ** power + end


def cosine(step, rate, steps, alpha):
    wave = 0.5 * (1 + math.cos(math.pi * min(step, steps) / steps))
    return rate * ((1 - alpha) * wave + alpha)


def warm(step):
    return 0.01 + (0.2 - 0.01) * step / 5 if step < 5 else cosine(step - 5, 0.2, 10, 0.1)


def restarts(step, first, t_mul, m_mul, alpha):
    length, rate = float(first), 1.0
    while step >= length:
        step, length, rate = step - length, length * t_mul, rate * m_mul
    wave = 0.5 * rate * (1 + math.cos(math.pi * step / length))
    return 0.1 * ((1 - alpha) * wave + alpha)


SCHEDULES = {
    "exponential": lambda s: 0.1 * 0.96 ** (s / 4),
    "exponential_staircase": lambda s: 0.1 * 0.96 ** (s // 4),
    "piecewise": lambda s: 0.1 if s <= 5 else 0.05 if s <= 12 else 0.001,
    "polynomial": lambda s: polynomial(s, False),
    "polynomial_cycle": lambda s: polynomial(s, True),
    "inverse_time": lambda s: 0.1 / (1 + 0.5 * s / 4),
    "inverse_time_staircase": lambda s: 0.1 / (1 + 0.5 * (s // 4)),
    "cosine": lambda s: cosine(s, 0.1, 10, 0.0),
    "cosine_alpha": lambda s: cosine(s, 0.1, 10, 0.25),
    "cosine_warmup": warm,
    "restarts": lambda s: restarts(s, 4, 2.0, 1.0, 0.0),
    "restarts_shrinking": lambda s: restarts(s, 4, 1.5, 0.5, 0.1),
    "restarts_equal": lambda s: restarts(s, 4, 1.0, 0.9, 0.0),
}


def schedules(out):
    out.write("schedule,step,rate\n")
    for name, rate in SCHEDULES.items():
        for step in list(range(31)) + [100, 1000]:
            out.write(f"{name},{step},{rate(step)!r}\n")


for table in optimizers, fits, schedules:
    with open(os.path.join(HERE, table.__name__ + ".csv"), "w") as file:
        table(file)
