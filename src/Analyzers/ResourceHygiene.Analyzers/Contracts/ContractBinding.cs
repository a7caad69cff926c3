using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>Which members a line is about, and whether there are any.</summary>
internal static class ContractBinding
{
    /// <summary>How a line about a property names what is stored into it, where reading it means something else.</summary>
    public const string StoredValue = "value";

    /// <summary>The member's name as documentation ids and contract lines spell it, without arity.</summary>
    public static string NameOf(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } => "#ctor",
        IPropertySymbol { IsIndexer: true } => member.MetadataName.Substring(member.MetadataName.LastIndexOf('.') + 1),
        _ => member.SimpleName(),
    };

    public static string WithoutArity(string member)
    {
        int arity = member.IndexOf('`');
        return arity < 0 ? member : member.Substring(0, arity);
    }

    /// <summary>True when the line's parameter list is that of the member.</summary>
    public static bool IsOverload(ISymbol member, ContractLine line) =>
        member.OriginalDefinition.GetDocumentationCommentId() is { } id
        && WithoutResult(id).EndsWith("." + line.Member + line.Parameters, StringComparison.Ordinal);

    /// <summary>The type that the line is about or whose member it is about; null when the compilation does not know it.</summary>
    public static INamedTypeSymbol? TypeOf(ContractLine line, Compilation compilation) =>
        DocumentationCommentId.GetFirstSymbolForDeclarationId("T:" + line.TypeId, compilation) as INamedTypeSymbol;

    /// <summary>
    /// What is wrong with a line about a type that the compilation knows: a member, overload, parameter or flag that is
    /// not there. Null when nothing is wrong, or the type is unknown: files speak about more than one project uses.
    /// </summary>
    public static ContractError? Check(ContractLine line, Compilation compilation)
    {
        if (line.Member is null || TypeOf(line, compilation) is not { } type
            || (line.Condition is { } condition && !condition.Holds(type.ContainingAssembly.Identity)))
        {
            return null;
        }

        string typeName = ContractSubjects.Shorten(type.Name);
        string memberName = ContractSubjects.Shorten(line.Member);
        string name = WithoutArity(line.Member);
        List<ISymbol> members = type.GetMembers().Where(member => NameOf(member) == name).ToList();
        if (members.Count == 0)
            return new ContractError(line.Number, line.SubjectSpan, $"'{typeName}' declares no '{memberName}'", "correct the name, or name the type that declares it");
        if (line.Parameters is not null && members.RemoveAll(member => !IsOverload(member, line)) > 0 && members.Count == 0)
            return new ContractError(line.Number, line.SubjectSpan, $"'{memberName}' has no such parameter list", "write it as in XML documentation, or leave it out");

        ImmutableArray<IParameterSymbol> parameters = members.SelectMany(static member => ParametersOf(member)).ToImmutableArray();
        foreach (ContractFact fact in line.Facts)
        {
            if (fact.Name is not (null or "this") && !IsStoredValue(fact.Name, members) && !parameters.Any(parameter => parameter.Name == fact.Name))
                return new ContractError(line.Number, fact.NameSpan, $"'{memberName}' has no parameter '{ContractSubjects.Shorten(fact.Name)}'", "use the name of one, or 'this'");
            if (fact.Flag is not null && !parameters.Any(parameter => parameter.Name == fact.Flag && parameter.Type.SpecialType == SpecialType.System_Boolean))
                return new ContractError(line.Number, fact.FlagSpan, $"'{memberName}' has no bool parameter '{ContractSubjects.Shorten(fact.Flag)}'", "use the name of one");
        }

        return null;
    }

    private static bool IsStoredValue(string name, List<ISymbol> members) =>
        name == StoredValue && members.Exists(static member => member is IPropertySymbol { SetMethod: not null });

    private static ImmutableArray<IParameterSymbol> ParametersOf(ISymbol member) => member switch
    {
        IMethodSymbol method => method.Parameters,
        IPropertySymbol property => property.Parameters,
        _ => ImmutableArray<IParameterSymbol>.Empty,
    };

    // Conversion operators carry their result behind a '~'.
    private static string WithoutResult(string id)
    {
        int result = id.LastIndexOf('~');
        return result < 0 ? id : id.Substring(0, result);
    }
}
