using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Shared;
using ResourceHygiene.Shared.WorkerCommands;

namespace ResourceHygiene.Generators.WorkerCommands;

/// <summary>Turns a class with worker commands into its model: once, at its first command, and not at all when it has a problem.</summary>
internal static class WorkerUnitParser
{
    public static bool IsCandidate(SyntaxNode node, CancellationToken cancellationToken) => node is MethodDeclarationSyntax;

    public static WorkerUnitModel? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        if (context.TargetSymbol is not IMethodSymbol { ContainingType: { } type } method
            || !SymbolText.HasNameForItself(type)
            || WorkerUnit.Read(type, cancellationToken) is not { } unit
            || !SymbolEqualityComparer.Default.Equals(unit.Commands[0].Method, method.PartialDefinitionPart ?? method)
            || !IsMarkedBy(context.TargetNode, unit.Commands[0].Attribute)
            || !WorkerValidation.Validate(unit, cancellationToken).IsEmpty)
        {
            return null;
        }

        JsonTypeParser json = new(type.ContainingAssembly);
        WorkerValueModel[] unitParameters = unit.HasUnits
            ? [.. unit.Constructors[0].Parameters.Zip(unit.UnitParameters, (parameter, value) => Parameter(parameter, value.Crosses ? new(value.Type, WorkerRole.Json) : value, userJson: null, json))]
            // A constructor that only wants to know where it is.
            : [.. unit.Constructors[0].Parameters.Select(parameter => Parameter(parameter, WorkerValue.OfParameter(parameter.Type), userJson: null, json))];
        WorkerCommandModel[] commands =
        [
            .. unit.Commands
                .OrderBy(static command => command.Name, StringComparer.Ordinal)
                .Select(command => Command(command, json)),
        ];
        int roots = json.Count;

        string metadataName = SymbolText.FullMetadataName(type);
        return new WorkerUnitModel(
            HintName: HintNames.For(metadataName + "+Worker"),
            Namespace: SymbolText.Namespace(type.ContainingNamespace),
            Containers: ContainersOf(type).Reverse().Select(SymbolText.PartialHeader).ToEquatableArray(),
            Declaration: SymbolText.PartialHeader(type),
            Self: SymbolText.Qualified(type),
            ServiceName: metadataName.Replace('+', '.'),
            DisplayName: type.Name,
            ClientName: SymbolText.Identifier(unit.ClientName),
            Access: SyntaxFacts.GetText(type.DeclaredAccessibility),
            UnitParameters: unitParameters.ToEquatableArray(),
            IsUnitPublic: unit.UnitParameters.All(static parameter => IsPublic(parameter.Type)),
            Commands: commands.ToEquatableArray(),
            JsonTypes: json.ParseAll().ToEquatableArray(),
            RootCount: roots);
    }

    /// <summary>Whether it is the part that counts, where somebody marks both parts of a partial method: two files of one name would be refused.</summary>
    private static bool IsMarkedBy(SyntaxNode method, AttributeData attribute) =>
        attribute.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == method.SyntaxTree && method.Span.Contains(reference.Span);

    private static WorkerCommandModel Command(WorkerCommandMethod command, JsonTypeParser json)
    {
        IMethodSymbol method = command.Method;
        double timeout = command.Attribute.NamedArgument("TimeoutSeconds", 0d);
        bool saysLatest = command.Attribute.NamedArguments.Any(static argument => argument.Key == "LatestWins");
        return new WorkerCommandModel(
            Name: command.Name,
            Method: SymbolText.Identifier(method.Name),
            ClientMethod: SymbolText.Identifier(command.ClientName),
            DocumentationId: method.GetDocumentationCommentId() ?? "",
            IsPublic: method.DeclaredAccessibility == Accessibility.Public && method.Parameters.All(static parameter => IsPublic(parameter.Type)) && IsPublic(method.ReturnType),
            IsStatic: method.IsStatic,
            Rehearses: command.Rehearses,
            Timeout: timeout == 0 ? "" : double.IsInfinity(timeout) ? "double.PositiveInfinity" : timeout.ToString("R", CultureInfo.InvariantCulture) + "d",
            LatestWins: saysLatest ? command.Attribute.NamedArgument("LatestWins", false) : null,
            Parameters: method.Parameters.Zip(command.Parameters, (parameter, value) => Parameter(parameter, value, command.Json, json)).ToEquatableArray(),
            Pending: command.IsAsync ? SymbolText.Qualified(method.ReturnType) : "",
            Returned: command.Returned is { } returned ? SymbolText.Qualified(returned) : "",
            IsTuple: command.IsTuple,
            Results: command.Results.Select(value => Value("", value, "", command.Json, json)).ToEquatableArray());
    }

    private static WorkerValueModel Parameter(IParameterSymbol parameter, WorkerValue value, INamedTypeSymbol? userJson, JsonTypeParser json) =>
        Value(SymbolText.Identifier(parameter.Name), value, DefaultOf(parameter), userJson, json);

    private static WorkerValueModel Value(string name, WorkerValue value, string defaultValue, INamedTypeSymbol? userJson, JsonTypeParser json) => new(
        name,
        SymbolText.Qualified(value.Type),
        value.Role,
        value.Element is { } element ? SymbolText.Qualified(element) : "",
        defaultValue,
        Info: value.Role != WorkerRole.Json ? ""
            : userJson is null ? $"{JsonEmitter.Class}.T{json.NumberOf(value.Type).ToString(CultureInfo.InvariantCulture)}"
            : $"global::ResourceHygiene.Workers.WorkerJson.InfoOf<{SymbolText.Qualified(value.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated))}>({SymbolText.Qualified(userJson)}.Default)");

    private static string DefaultOf(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue)
            return "";
        // A cast to what is nullable is no constant.
        string type = SymbolText.Qualified(parameter.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] } ? value : parameter.Type);
        return parameter.ExplicitDefaultValue switch
        {
            null => "default",
            double.PositiveInfinity => "double.PositiveInfinity",
            double.NegativeInfinity => "double.NegativeInfinity",
            double number => double.IsNaN(number) ? "double.NaN" : number.ToString("R", CultureInfo.InvariantCulture) + "d",
            float.PositiveInfinity => "float.PositiveInfinity",
            float.NegativeInfinity => "float.NegativeInfinity",
            float number => float.IsNaN(number) ? "float.NaN" : number.ToString("R", CultureInfo.InvariantCulture) + "f",
            decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
            string text => SymbolText.Literal(text),
            // Enumerations and small integers, whose constants need saying what they are. What an attribute makes a default (a date) is no constant.
            var other => SymbolDisplay.FormatPrimitive(other, quoteStrings: true, useHexadecimalNumbers: false) is { Length: > 0 } constant ? $"({type})({constant})" : "",
        };
    }

    private static bool IsPublic(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsPublic(array.ElementType),
        INamedTypeSymbol named => named.DeclaredAccessibility == Accessibility.Public && (named.ContainingType is null || IsPublic(named.ContainingType)) && named.TypeArguments.All(IsPublic),
        _ => true,
    };

    private static IEnumerable<INamedTypeSymbol> ContainersOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? container = type.ContainingType; container is not null; container = container.ContainingType)
            yield return container;
    }
}
