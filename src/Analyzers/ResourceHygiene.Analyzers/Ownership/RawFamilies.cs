using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>What the first part of a family's name says about its members.</summary>
internal enum RawKind
{
    /// <summary>Memory, handles, and whatever a project calls its own.</summary>
    Native,

    /// <summary>Objects that the garbage collector is told not to move, or not to collect: <c>pin.…</c>.</summary>
    Pin,

    /// <summary>What may well last as long as the process, as libraries do: only a path that forgets what another one releases is wrong. <c>lasting.…</c></summary>
    Lasting,

    /// <summary>Locks that are entered and left: <c>lock.…</c>, as lasting in what is wrong.</summary>
    Lock,

    /// <summary>Buffers and objects that are lent by a pool: <c>pool.…</c>.</summary>
    Pool,

    /// <summary>Files and directories that the system made up a name for: <c>temp.…</c>.</summary>
    Temp,
}

/// <summary>What releases things of a family at one place of a program.</summary>
/// <param name="Name">What a reader calls it.</param>
/// <param name="Format">The call as C#, with <c>{0}</c> for what is released; null where it cannot be written down there.</param>
internal sealed record Releaser(string Name, string? Format);

/// <summary>Families of methods that give something and release it again, as contract lines name them.</summary>
internal static class RawFamilies
{
    // Only an empty directory is deleted without being told to.
    private const string DirectoryInfo = "System.IO.DirectoryInfo";

    public static RawKind KindOf(string family) => family.Split('.')[0] switch
    {
        "pin" => RawKind.Pin,
        "pool" => RawKind.Pool,
        "lasting" => RawKind.Lasting,
        "lock" => RawKind.Lock,
        "temp" => RawKind.Temp,
        _ => RawKind.Native,
    };

    /// <summary>True where losing it on every path is no mistake, but a way of keeping it.</summary>
    public static bool MayBeKept(string? family) => family is not null && KindOf(family) is (RawKind.Lasting or RawKind.Lock);

    /// <summary>What a reader calls the method that a call or an argument belongs to.</summary>
    public static string NameOf(IOperation operation) => MethodOf(operation) is not { } method ? operation.Syntax.ToString()
        : method.IsStatic && method.ContainingType is { } type && EntryPoints.Of(method) is null ? type.Name + "." + method.Name
        : method.Name;

    /// <summary>What releases what a call gave; null where no line says it.</summary>
    public static Releaser? ReleaserOf(string family, IOperation site, OwnershipKnowledge knowledge)
    {
        foreach (ContractLine line in knowledge.Declared.ReleasersOf(family))
        {
            // What gives something new for the old is no way to get rid of it.
            if (line.Facts.Any(static fact => fact.Verb == ContractVerb.Owned))
                continue;
            if (line.TypeId.StartsWith(EntryPoints.Prefix, StringComparison.Ordinal))
            {
                if (Import(line.Member!, site) is { } import)
                    return new Releaser(import.Name, "global::" + import.ContainingType.ToDisplayString() + "." + import.Name + "({0})");
            }
            else if (ContractBinding.TypeOf(line, knowledge.Compilation) is { } type)
            {
                return OfLine(line, type, site);
            }
        }

        // Annotated methods stand together, as imports do.
        if (MethodOf(site)?.ContainingType.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(candidate => IsAnnotated(candidate, family)) is { } annotated)
            return new Releaser(annotated.Name, annotated.IsStatic ? "global::" + annotated.ContainingType.ToDisplayString() + "." + annotated.Name + "({0})" : null);
        return knowledge.Declared.ReleasersOf(family).FirstOrDefault() is { Member: { } member } ? new Releaser(member, Format: null) : null;
    }

    /// <summary>True when each round of a loop acquires.</summary>
    public static bool IsRepeated(IOperation site)
    {
        for (IOperation? current = site.Parent; current is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); current = current.Parent)
        {
            if (current is ILoopOperation)
                return true;
        }

        return false;
    }

    private static Releaser OfLine(ContractLine line, INamedTypeSymbol type, IOperation site)
    {
        string name = ContractBinding.WithoutArity(line.Member!);
        ContractFact fact = line.Facts.First(static fact => fact.Verb == ContractVerb.Releases);
        if (fact.Name is null or "this")
            return new Releaser(name, "{0}." + name + (line.TypeId == DirectoryInfo ? "(true)" : "()"));
        return type.GetMembers(name).Any(static member => member.IsStatic)
            ? new Releaser(type.Name + "." + name, "global::" + type.ToDisplayString() + "." + name + "({0})")
            : new Releaser(name, (site as IInvocationOperation)?.Instance is { } lender && IsName(lender) ? lender.Syntax + "." + name + "({0})" : null);
    }

    // Evaluated twice, a name yields the same.
    private static bool IsName(IOperation lender) =>
        lender is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation { Arguments.IsEmpty: true };

    // The method beside the one that acquired: declarations of native functions stand together.
    private static IMethodSymbol? Import(string entryPoint, IOperation site) =>
        MethodOf(site)?.ContainingType.GetMembers().OfType<IMethodSymbol>()
            .FirstOrDefault(candidate => EntryPoints.Of(candidate) is { } name && EntryPoints.NamesFor(name).Contains(entryPoint, StringComparer.Ordinal));

    private static bool IsAnnotated(IMethodSymbol method, string family)
    {
        MethodContract contract = DeclaredContracts.FromAnnotations(method);
        return contract.ReceiverFamily == family || contract.Parameters.Any(parameter => parameter.Role == ParameterRole.Released && parameter.Family == family);
    }

    private static IMethodSymbol? MethodOf(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod,
        IArgumentOperation { Parent: IInvocationOperation call } => call.TargetMethod,
        _ => null,
    };
}
