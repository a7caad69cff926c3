using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Shared.WorkerCommands;

/// <summary>
/// The one place that decides whether a dispatcher and a client can be generated for a class with worker commands. The generator emits
/// nothing where there is a problem, the analyzer reports it.
/// </summary>
internal static class WorkerValidation
{
    /// <summary>The property that is generated into the class.</summary>
    public const string ServiceProperty = "Worker";

    /// <summary>The class that is generated into the class.</summary>
    public const string DispatcherClass = "__RhDispatcher";

    public static ImmutableArray<TargetProblem> Validate(WorkerUnit unit, CancellationToken cancellationToken)
    {
        var problems = ImmutableArray.CreateBuilder<TargetProblem>();
        if (ReasonAgainst(unit) is { } reason)
            problems.Add(new TargetProblem(RuleIds.WorkerTypeUnsupported, LocationOf(unit), unit.Type.Name, reason));

        // What is to become another kind of type will have other members.
        if (problems.Count == 0)
            ValidateUnit(unit, problems, cancellationToken);
        CommandValidation.Validate(unit, problems, cancellationToken);
        return problems.ToImmutable();
    }

    /// <summary>The identifier of the class, in the part that has its first command.</summary>
    public static Location LocationOf(WorkerUnit unit) =>
        unit.Commands[0].Attribute.ApplicationSyntaxReference?.GetSyntax().FirstAncestorOrSelf<BaseTypeDeclarationSyntax>()?.Identifier.GetLocation()
        ?? unit.Type.Locations.FirstOrDefault()
        ?? Location.None;

    private static string? ReasonAgainst(WorkerUnit unit)
    {
        INamedTypeSymbol type = unit.Type;
        if (type.TypeKind == TypeKind.Interface)
            return "an interface has no state; mark the methods of the class that implements it";
        if (type.TypeKind != TypeKind.Class)
            return "its instance lives as long as its unit of work; make it a class";
        if (type.IsStatic)
            return "a static class has no instance for each unit of work; remove 'static'";
        if (type.IsAbstract)
            return "an abstract class cannot be made in the worker; mark the methods of a class that can";
        if (SelfAndContainers(type).Any(static t => !t.TypeParameters.IsEmpty))
            return "a worker does not know its type arguments; use a class that is not generic, nor in a generic one";
        if (SelfAndContainers(type).Any(static t => t.IsFileLocal))
            return "a file-local type cannot have a generated part; remove 'file'";
        if (SelfAndContainers(type).FirstOrDefault(static t => Parts(t).Any(static part => !part.Modifiers.Any(SyntaxKind.PartialKeyword))) is { } whole)
        {
            return SymbolEqualityComparer.Default.Equals(whole, type)
                ? "its dispatcher is generated into it; add 'partial' to each of its declarations"
                : $"its dispatcher is generated into it, and '{whole.Name}' around it is not partial; add 'partial' there";
        }

        if (TakenName(unit) is { } name)
            return $"the name '{name}' is needed for what is generated; rename yours";
        if (unit.Constructors.Length != 1)
            return "a worker has to know which constructor makes a unit; keep one that is not private";
        // What is generated stands in the class around it, too, and may name what that may.
        if (unit.Constructors[0].IsObsoleteWithError() && type.ContainingType?.IsObsolete() != true)
            return "it, or its constructor, is obsolete, and an error to use; remove [Obsolete] or the commands";
        return HasRequiredMembers(type) && !unit.Constructors[0].GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "SetsRequiredMembersAttribute" })
            ? "a worker does not know what its required members are to be; let its constructor take them"
            : null;
    }

    private static void ValidateUnit(WorkerUnit unit, ImmutableArray<TargetProblem>.Builder problems, CancellationToken cancellationToken)
    {
        IMethodSymbol constructor = unit.Constructors[0];
        for (int i = 0; i < constructor.Parameters.Length; i++)
        {
            IParameterSymbol parameter = constructor.Parameters[i];
            Location location = parameter.Locations.FirstOrDefault() ?? LocationOf(unit);
            if (parameter.RefKind != RefKind.None)
                problems.Add(new TargetProblem(RuleIds.WorkerTypeUnsupported, location, unit.Type.Name, $"parameter '{parameter.Name}' of its constructor is passed by reference; pass it by value"));
            else if (unit.UnitParameters[i].Role == WorkerRole.Token)
                problems.Add(new TargetProblem(RuleIds.WorkerTypeUnsupported, location, unit.Type.Name, "its constructor takes a token; take a WorkerContext, whose Stopping is one"));
            else if (unit.UnitParameters[i].Crosses && ObstacleOf(parameter.Type, unit, cancellationToken) is { } obstacle)
                problems.Add(new TargetProblem(RuleIds.WorkerValueCannotCross, location, parameter.Name, obstacle));
        }
    }

    /// <summary>What stops a value from crossing as JSON.</summary>
    public static string? ObstacleOf(ITypeSymbol type, WorkerUnit unit, CancellationToken cancellationToken) =>
        CrossingTypes.FindObstacle(type, unit.Type.ContainingAssembly, cancellationToken);

    private static string? TakenName(WorkerUnit unit)
    {
        INamedTypeSymbol type = unit.Type;
        foreach (string name in new[] { ServiceProperty, DispatcherClass })
        {
            if (type.Name == name || type.GetMembers(name).Any(static member => !member.IsGeneratedByUs()))
                return name;
        }

        INamespaceOrTypeSymbol around = (INamespaceOrTypeSymbol?)type.ContainingType ?? type.ContainingNamespace;
        return around.GetMembers(unit.ClientName).Any(member => member is not INamedTypeSymbol { Arity: > 0 } && !IsGenerated(member) && SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, type.ContainingAssembly))
            ? unit.ClientName
            : null;
    }

    // The client's own attribute is on its members, as on all that is generated.
    private static bool IsGenerated(ISymbol client) => client is INamedTypeSymbol type && type.InstanceConstructors.Any(static constructor => constructor.IsGeneratedByUs());

    private static bool HasRequiredMembers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers().Any(static member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
                return true;
        }

        return false;
    }

    private static IEnumerable<TypeDeclarationSyntax> Parts(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Select(static reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>();

    private static IEnumerable<INamedTypeSymbol> SelfAndContainers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
            yield return current;
    }
}
