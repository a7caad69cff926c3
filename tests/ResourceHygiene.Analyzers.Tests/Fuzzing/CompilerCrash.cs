using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;

namespace ResourceHygiene.Analyzers.Tests.Fuzzing;

/// <summary>
/// Tells a crash of the compiler from one of ours: the compiler alone, with no analyzer at work, throws the same at the same
/// place. A stack trace alone proves nothing: what an analyzer passes to the compiler may be what is wrong.
/// </summary>
internal static class CompilerCrash
{
    /// <summary>True when compiling the source, and nothing else, throws this.</summary>
    public static bool Explains(Exception exception, CSharpCompilation compilation, CancellationToken cancellation)
    {
        try
        {
            compilation.GetDiagnostics(cancellation);
            return false;
        }
        catch (Exception own) when (own is not OperationCanceledException)
        {
            return PlaceOf(own) == PlaceOf(exception);
        }
    }

    private static (Type Type, MethodBase? Method) PlaceOf(Exception exception)
    {
        Exception inner = exception is AggregateException { InnerException: { } first } ? first : exception;
        return (inner.GetType(), new StackTrace(inner).GetFrame(0)?.GetMethod());
    }
}
