/* Complex functions of ucrtbase.dll that numpy imports and Wine 8 lacks.

   Microsoft's _Dcomplex and _Fcomplex are structures; each function here takes and returns such
   ones and calls the function of mingw-w64's own library. A function NAME of the runtime is called
   own_NAME here; build.py exports it under the runtime's name. */

#include <complex.h>
#include <windows.h>

typedef struct { double re, im; } wide;
typedef struct { float re, im; } narrow;

static double complex from_wide(wide z)
{
    double complex result;
    __real__ result = z.re;
    __imag__ result = z.im;
    return result;
}

static wide to_wide(double complex z) { return (wide){ creal(z), cimag(z) }; }

static double complex from_narrow(narrow z) { return from_wide((wide){ z.re, z.im }); }

static narrow to_narrow(double complex z) { return (narrow){ (float)creal(z), (float)cimag(z) }; }

/* Each comes for double, for long double, which is double to Microsoft, and for float. */
#define COMPLEX_TO_COMPLEX(name)                                              \
    wide own_##name(wide z) { return to_wide(name(from_wide(z))); }           \
    wide own_##name##l(wide z) { return to_wide(name(from_wide(z))); }        \
    narrow own_##name##f(narrow z) { return to_narrow(name(from_narrow(z))); }

#define COMPLEX_TO_REAL(name)                                                 \
    double own_##name(wide z) { return name(from_wide(z)); }                  \
    double own_##name##l(wide z) { return name(from_wide(z)); }               \
    float own_##name##f(narrow z) { return (float)name(from_narrow(z)); }

COMPLEX_TO_COMPLEX(ccos)
COMPLEX_TO_COMPLEX(ccosh)
COMPLEX_TO_COMPLEX(cexp)
COMPLEX_TO_COMPLEX(clog)
COMPLEX_TO_COMPLEX(csin)
COMPLEX_TO_COMPLEX(csinh)
COMPLEX_TO_COMPLEX(csqrt)
COMPLEX_TO_COMPLEX(ctan)
COMPLEX_TO_COMPLEX(ctanh)

COMPLEX_TO_REAL(cabs)
COMPLEX_TO_REAL(carg)
COMPLEX_TO_REAL(cimag)
COMPLEX_TO_REAL(creal)

wide own_cpow(wide a, wide b) { return to_wide(cpow(from_wide(a), from_wide(b))); }
wide own_cpowl(wide a, wide b) { return to_wide(cpow(from_wide(a), from_wide(b))); }
narrow own_cpowf(narrow a, narrow b) { return to_narrow(cpow(from_narrow(a), from_narrow(b))); }

/* Called where an argument was invalid: Windows ends the process, Wine has only a stub. */
void own__invoke_watson(void) { TerminateProcess(GetCurrentProcess(), 0xC0000417); }
