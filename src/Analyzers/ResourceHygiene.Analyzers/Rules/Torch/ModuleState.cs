using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Rules.Async;

namespace ResourceHygiene.Analyzers.Rules.Torch;

/// <summary>
/// RH5011: state of a module that the module does not know: a field set after RegisterComponents, children in a plain
/// collection, a buffer that is not persistent.
/// </summary>
internal static class ModuleState
{
    private const string RegisterAll = "RegisterComponents";

    // Each of them makes a child, a parameter or a buffer of what it is given, or a container that is one.
    private static readonly string[] s_registering = { "register_module", "add_module", "register_parameter", "register_buffer", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict", "Sequential" };

    public static void Check(ClassDeclarationSyntax declaration, TorchFile file)
    {
        if (declaration.BaseList is null || file.Model.GetDeclaredSymbol(declaration, file.Cancellation) is not { } type || !TorchTypes.IsModule(type.BaseType))
            return;
        foreach (MemberDeclarationSyntax member in declaration.Members)
        {
            if (member is ConstructorDeclarationSyntax constructor)
                CheckConstructor(constructor, type, declaration, file);
            else if (member is FieldDeclarationSyntax field && !field.Modifiers.Any(SyntaxKind.StaticKeyword))
                CheckCollections(field, type, declaration, file);
        }
    }

    /// <summary>A buffer that is registered with <c>persistent: false</c>.</summary>
    public static void CheckBuffer(InvocationExpressionSyntax call, TorchFile file)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        ArgumentSyntax? persistent = arguments.FirstOrDefault(static argument => argument.NameColon?.Name.Identifier.ValueText == "persistent") ?? (arguments.Count > 2 && arguments[2].NameColon is null ? arguments[2] : null);
        if (persistent?.Expression is not LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } || file.LibraryMethodOf(call) is null)
            return;
        ExpressionSyntax? value = arguments.FirstOrDefault(static argument => argument.NameColon?.Name.Identifier.ValueText == "tensor")?.Expression ?? (arguments.Count > 1 ? arguments[1].Expression : null);
        // Whoever writes a disposer for it has thought about it.
        if (value is null || (file.PlaceOf(value) is IFieldSymbol kept && call.FirstAncestorOrSelf<ClassDeclarationSyntax>() is { } owner && IsMentionedInDisposer(kept.Name, owner)))
            return;
        file.Report(
            UsageDescriptors.StateNotOwned,
            call.GetLocation(),
            new[] { persistent.GetLocation() },
            limit => new object[] { ResourceWords.Shorten(value.ToString(), limit), "is a buffer that is not persistent", "move and dispose it where the module is" },
            kind: "buffer");
    }

    private static void CheckConstructor(ConstructorDeclarationSyntax constructor, INamedTypeSymbol type, ClassDeclarationSyntax declaration, TorchFile file)
    {
        if (constructor.Body is not { } body || constructor.Initializer.IsKind(SyntaxKind.ThisConstructorInitializer))
            return;
        StatementSyntax? registration = body.Statements.FirstOrDefault(IsRegistration);
        // A base class that registers does so before this constructor begins, and a second time does nothing.
        string? earlier = RegisteringBase(type, file.Cancellation);
        if (registration is null && earlier is null)
            return;

        List<AssignmentExpressionSyntax> assignments = body.DescendantNodes(static node => !Functions.IsNested(node)).OfType<AssignmentExpressionSyntax>()
            .Where(assignment => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && (earlier is not null || assignment.SpanStart > registration!.SpanStart))
            .ToList();
        foreach (AssignmentExpressionSyntax assignment in assignments)
        {
            if (file.PlaceOf(assignment.Left) is not { } place || !SymbolEqualityComparer.Default.Equals(place.ContainingType, type) || TypeOf(place) is not { } stored
                || !TorchTypes.IsState(stored) || !IsFresh(assignment.Right, file) || IsRegisteredByHand(place.Name, declaration) || (!TorchTypes.IsModule(stored) && IsMentionedInDisposer(place.Name, declaration)))
            {
                continue;
            }

            string when = earlier is null
                ? $"is set after 'RegisterComponents' ran on line {ResourceWords.LineOf(registration!.GetLocation())}"
                : $"is set after the constructor of '{earlier}' ran 'RegisterComponents'";
            string remedy = earlier is null ? "set it before" : "register it by hand";
            file.Report(
                UsageDescriptors.StateNotOwned,
                assignment.Left.GetLocation(),
                registration is null || earlier is not null ? Array.Empty<Location>() : new[] { registration.GetLocation() },
                limit => new object[] { ResourceWords.Shorten(place.Name, limit), when, remedy },
                kind: earlier is null ? "late" : "base",
                place: place.Name);
        }
    }

    private static ITypeSymbol? TypeOf(ISymbol place) => place switch
    {
        IFieldSymbol { IsStatic: false } field => field.Type,
        // Its field is found by reflection like any other.
        IPropertySymbol { IsStatic: false, SetMethod: null or { } } property when IsAutomatic(property) => property.Type,
        _ => null,
    };

    private static bool IsAutomatic(IPropertySymbol property) =>
        property.ContainingType.GetMembers().Any(member => member is IFieldSymbol { AssociatedSymbol: { } associated } && SymbolEqualityComparer.Default.Equals(associated, property));

    private static bool IsRegistration(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: var called } }
        && called is IdentifierNameSyntax { Identifier.ValueText: RegisterAll } or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax, Name.Identifier.ValueText: RegisterAll };

    // A base class with source whose constructors all register.
    private static string? RegisteringBase(INamedTypeSymbol type, CancellationToken cancellation)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is not null && !TorchTypes.IsOfLibrary(current); current = current.BaseType)
        {
            List<ConstructorDeclarationSyntax> constructors = current.InstanceConstructors.SelectMany(static constructor => constructor.DeclaringSyntaxReferences)
                .Select(reference => reference.GetSyntax(cancellation)).OfType<ConstructorDeclarationSyntax>().ToList();
            if (constructors.Count > 0 && constructors.TrueForAll(static constructor => constructor.Initializer.IsKind(SyntaxKind.ThisConstructorInitializer) || constructor.Body?.Statements.Any(IsRegistration) == true))
                return current.Name;
        }

        return null;
    }

    // What is made here; another name for something that is registered needs no second registration.
    private static bool IsFresh(ExpressionSyntax value, TorchFile file) => Functions.Bare(value) switch
    {
        BaseObjectCreationExpressionSyntax => true,
        InvocationExpressionSyntax call => !ReturnsReceiver(call, file) || Functions.ReceiverOf(call) is not { } receiver || IsFresh(receiver, file),
        _ => false,
    };

    // module.to(device): the module itself.
    private static bool ReturnsReceiver(InvocationExpressionSyntax call, TorchFile file) =>
        file.LibraryMethodOf(call) is not null && Functions.ReceiverOf(call) is { } receiver && TorchTypes.IsModule(file.TypeOf(receiver)) && TorchTypes.IsModule(file.TypeOf(call));

    private static bool IsRegisteredByHand(string name, ClassDeclarationSyntax declaration) =>
        declaration.DescendantNodes().OfType<IdentifierNameSyntax>().Any(mention => mention.Identifier.ValueText == name && IsGivenToRegistration(mention));

    private static bool IsGivenToRegistration(SyntaxNode mention) =>
        mention.Ancestors().TakeWhile(static node => node is not StatementSyntax).Any(static node => node switch
        {
            InvocationExpressionSyntax call => Functions.RightmostName(call.Expression) is { } name && Array.IndexOf(s_registering, name) >= 0,
            ObjectCreationExpressionSyntax creation => Functions.RightmostName(creation.Type) is { } name && Array.IndexOf(s_registering, name) >= 0,
            _ => false,
        });

    private static bool IsMentionedInDisposer(string name, ClassDeclarationSyntax declaration) =>
        declaration.Members.OfType<MethodDeclarationSyntax>().Where(static method => method.Identifier.ValueText == "Dispose")
            .Any(method => method.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name));

    private static void CheckCollections(FieldDeclarationSyntax field, INamedTypeSymbol type, ClassDeclarationSyntax declaration, TorchFile file)
    {
        foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
        {
            if (file.Model.GetDeclaredSymbol(variable, file.Cancellation) is not IFieldSymbol symbol || ElementOf(symbol.Type) is not { } element
                || !(TorchTypes.IsModule(element) || TorchTypes.IsParameter(element))
                || IsRegisteredByHand(symbol.Name, declaration) || IsMentionedInDisposer(symbol.Name, declaration) || !ReceivesFresh(symbol, declaration, file))
            {
                continue;
            }

            string container = TorchTypes.IsModule(element) ? "ModuleList" : "ParameterList";
            file.Report(
                UsageDescriptors.StateNotOwned,
                variable.Identifier.GetLocation(),
                new[] { field.Declaration.Type.GetLocation() },
                limit => new object[] { ResourceWords.Shorten(symbol.Name, limit), $"is a plain collection of {(container == "ModuleList" ? "modules" : "parameters")}", $"use a {container}, or register each" },
                kind: "collection",
                place: symbol.Name);
        }
    }

    // Of arrays, lists and dictionaries; the library's own containers are modules themselves.
    private static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments.Length: > 0 } named when !TorchTypes.IsOfLibrary(named) && named.AllInterfaces.Concat(new[] { named }).Any(static type => type.SpecialType == SpecialType.System_Collections_IEnumerable || type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T) =>
            named.TypeArguments[named.TypeArguments.Length - 1],
        _ => null,
    };

    // What is made for it: elements that fields hold as well are registered there. Registration one by one counts for the whole class.
    private static bool ReceivesFresh(IFieldSymbol collection, ClassDeclarationSyntax declaration, TorchFile file)
    {
        if (declaration.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(static call => Functions.RightmostName(call.Expression) is "register_module" or "add_module" or "register_parameter"))
            return false;
        foreach (IdentifierNameSyntax mention in file.MentionsOf(collection, declaration))
        {
            SyntaxNode place = mention.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : mention;
            switch (place.Parent)
            {
                case AssignmentExpressionSyntax assignment when assignment.Left == place && HoldsFresh(assignment.Right, file):
                case ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax element } access when element.Left == access && HoldsFresh(element.Right, file):
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "Insert" or "Enqueue" or "Push" or "AddRange" or "TryAdd", Parent: InvocationExpressionSyntax call } when call.ArgumentList.Arguments.Any(argument => HoldsFresh(argument.Expression, file)):
                    return true;
                default:
                    break;
            }
        }

        return declaration.Members.OfType<FieldDeclarationSyntax>().SelectMany(static field => field.Declaration.Variables)
            .Any(variable => variable.Identifier.ValueText == collection.Name && variable.Initializer is { } initializer && HoldsFresh(initializer.Value, file));
    }

    // A module that is made in the expression and reaches nothing but the collection.
    private static bool HoldsFresh(ExpressionSyntax value, TorchFile file) =>
        value.DescendantNodesAndSelf().OfType<ExpressionSyntax>().Any(node => node is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax
            && file.TypeOf(node) is { } type && (TorchTypes.IsModule(type) || TorchTypes.IsParameter(type)) && IsFresh(node, file));
}
