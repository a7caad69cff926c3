using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Rules.Contracts;

/// <summary>
/// RH7003: who calls through the base relies on its contract; an override or implementation that does something else makes
/// these callers leak, or release what is not theirs. Only where the base says something, and the method says or certainly
/// does something else.
/// </summary>
internal static class OverrideRule
{
    public static void Check(MethodQuestion question)
    {
        IMethodSymbol method = question.Method;
        if (method.IsStatic || method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation)
            || !(question.IsResource(method.ReturnType) || method.Parameters.Any(parameter => question.IsResource(parameter.Type))))
        {
            return;
        }

        MethodContract? own = null;
        foreach (IMethodSymbol inherited in InheritedMembers.Of(method))
        {
            if (!IsSlotOf(method, inherited))
                continue;
            MethodContract declared = question.Knowledge.Declared.Of(inherited);
            own ??= DeclaredContracts.FromAnnotations(method);
            if (DifferenceOf(declared, own, question) is not { } difference)
                continue;
            question.Report(
                ContractDescriptors.OverrideChangesContract, at: null, properties: null,
                ResourceWords.Shorten(NameOf(method), 40), difference.Does, ResourceWords.Shorten(NameOf(inherited), 40), difference.Says);
            return;
        }
    }

    private static (string Does, string Says)? DifferenceOf(MethodContract declared, MethodContract own, MethodQuestion question)
    {
        if (question.IsResource(question.Method.ReturnType) && ResultDifference(declared.Result, own.Result, question) is { } result)
            return result;
        for (int i = 0; i < own.Parameters.Length && i < declared.Parameters.Length; i++)
        {
            IParameterSymbol parameter = question.Method.Parameters[i];
            if (parameter.RefKind is RefKind.None or RefKind.In && question.IsResource(parameter.Type)
                && ParameterDifference(declared.Parameters[i], own.Parameters[i], i, question) is { } difference)
            {
                string name = ResourceWords.Shorten(parameter.Name, 30);
                return ($"{difference.Does} '{name}'", difference.Says);
            }
        }

        return null;
    }

    private static (string Does, string Says)? ResultDifference(ResultRole declared, ResultRole own, MethodQuestion question)
    {
        const string CallerOwns = "that the caller owns the result";
        const string NotCallers = "that the caller does not own the result";
        return (declared, own) switch
        {
            (ResultRole.Owned, ResultRole.Borrowed) => ("is annotated [return: Borrowed]", CallerOwns),
            (ResultRole.Borrowed, ResultRole.Owned) => ("is annotated [return: Owned]", NotCallers),
            (ResultRole.Owned, ResultRole.Unstated) when question.Evidence?.KeptAndReturned is { } member => ($"returns '{ResourceWords.Shorten(member.Name, 30)}', which it keeps", CallerOwns),
            (ResultRole.Borrowed, ResultRole.Unstated) when question.Evidence?.Made is { } made => ($"returns a new {ResourceWords.Shorten(made.ResourceType.Name, 30)}", NotCallers),
            _ => null,
        };
    }

    private static (string Does, string Says)? ParameterDifference(ParameterContract declared, ParameterContract own, int ordinal, MethodQuestion question)
    {
        // With a flag that decides, either may be right.
        if (declared.Flag is not null)
            return null;
        bool takes = declared.Role is ParameterRole.Taken or ParameterRole.Released;
        const string Only = "that it is only used";
        string gone = declared.Role == ParameterRole.Taken ? "that it takes it over" : "that it releases it";
        return (declared.Role, own.Role) switch
        {
            (ParameterRole.Borrowed, ParameterRole.Taken) => ("takes over", Only),
            (ParameterRole.Borrowed, ParameterRole.Released) => ("releases", Only),
            (ParameterRole.Borrowed, ParameterRole.Unstated) when question.Evidence?.Releases(ordinal) == true => ("releases", Only),
            (_, ParameterRole.Borrowed) when takes => ("only borrows", gone),
            (_, ParameterRole.Unstated) when takes && question.Evidence?.OnlyUses(ordinal) == true => ("neither releases nor stores", gone),
            _ => null,
        };
    }

    // What merely hides a member of the base is not called through the base.
    private static bool IsSlotOf(IMethodSymbol method, IMethodSymbol inherited) =>
        inherited.ContainingType.TypeKind == TypeKind.Interface ? method.ContainingType.TypeKind != TypeKind.Interface : method.IsOverride;

    private static string NameOf(IMethodSymbol method) => method.ContainingType.Name + "." + method.SimpleName();
}
