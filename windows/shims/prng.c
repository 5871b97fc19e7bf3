/* bcryptprimitives.dll, which programs written in Rust load and Wine 8 lacks: random bytes. */

#include <windows.h>

/* RtlGenRandom by its exported name. */
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size)
{
    return SystemFunction036(data, (ULONG)size);
}
