using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Screening;

/// <summary>
/// Says of a body, by its syntax and the names in it, that there is nothing in it for the engine. Making operations
/// for every body costs far more than everything else that we do; nine bodies of ten need none.
/// <para>
/// Sound because the engine starts only from a few operations (Acquisition.TryCreate and ReleasedVariables.Collect): object
/// creations, calls, and <c>using</c>. A <c>using</c> always passes. A creation passes unless its type, looked up where it
/// stands, is no resource. The name of a property passes if some property in source that is called so makes a resource. A call passes unless no method of that name could give or release one: by name in source
/// (CallNames), by annotation or contract line, or by the defaults for methods in metadata, which ask for a factory's name
/// or for a static method that returns its own type. Whatever is not understood passes.
/// </para>
/// </summary>
internal sealed class BodyScreen
{
    private readonly SemanticModel _model;
    private readonly CallNames _names;
    private readonly CancellationToken _cancellation;
    private readonly bool _hasUsingStatic;
    private bool? _mentionsScoped;
    private readonly Dictionary<(SyntaxNode Scope, string Name), ITypeSymbol[]> _types = new();
    private readonly Dictionary<SyntaxNode, INamedTypeSymbol[]> _foreignBases = new();
    private readonly Dictionary<SyntaxNode, (HashSet<string> Variables, HashSet<string> TypeParameters)> _declared = new();
    private readonly Dictionary<(object TypeOrScope, string Method), bool> _staticCalls = new();

    public BodyScreen(SemanticModel model, CallNames names, CancellationToken cancellation)
    {
        _model = model;
        _names = names;
        _cancellation = cancellation;
        _hasUsingStatic = names.HasGlobalUsingStatic || FileOutline.Of(model.SyntaxTree, cancellation).HasUsingStatic;
    }

    /// <summary>False only if the engine would find no obligation and no release in the body.</summary>
    public bool MayMatter(SyntaxNode member, SyntaxNode[] blocks)
    {
        if (_names.DefiesScreening)
            return true;
        foreach (SyntaxNode block in blocks)
        {
            foreach (SyntaxNode node in block.DescendantNodesAndSelf())
            {
                if (MayMatter(node, member))
                    return true;
            }
        }

        return false;
    }

    private bool MayMatter(SyntaxNode node, SyntaxNode member) => node switch
    {
        UsingStatementSyntax => true,
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } => true,
        // What is thrown is an exception, and whoever catches it has it.
        BaseObjectCreationExpressionSyntax { Parent: ThrowStatementSyntax or ThrowExpressionSyntax, Initializer: null } => false,
        ObjectCreationExpressionSyntax creation => MayBeResource(creation.Type, member) || AddsMayMatter(creation.Initializer),
        ImplicitObjectCreationExpressionSyntax creation => TargetOf(creation) is not { } type || MayBeResource(type, member) || AddsMayMatter(creation.Initializer),
        InvocationExpressionSyntax call => MayMatter(call, member),
        IdentifierNameSyntax { Parent: not InvocationExpressionSyntax } read when _names.MayGiveByReading(read.Identifier.ValueText, _cancellation) => true,
        // Func<string, Stream> open = File.OpenRead;
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax, Value: NameSyntax or MemberAccessExpressionSyntax } held => FileOutline.NameOf(held.Value) is { } function && NamedMayMatter(null, held.Value, function, member),
        ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax => ConstructorMayMatter(node),
        // Where a handler takes it, each hole is a call.
        InterpolatedStringExpressionSyntax => _names.MayRelease(FileOutline.Interpolation, _cancellation),
        // Each clause is a call of a method that the query does not name.
        QueryExpressionSyntax => true,
        // a * 2 + b, batch[0], weight.grad
        BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or AssignmentExpressionSyntax or ElementAccessExpressionSyntax or MemberAccessExpressionSyntax { Parent: not InvocationExpressionSyntax } => _names.HasScoped && MentionsScoped(),
        _ => false,
    };

    // By the names that nearly every file that works with tensors has in it.
    private bool MentionsScoped() => _mentionsScoped ??= _model.SyntaxTree.GetRoot(_cancellation).DescendantTokens().Any(static token => token.ValueText is "torch" or "Tensor" or "TorchSharp");

    private bool MayMatter(InvocationExpressionSyntax call, SyntaxNode member)
    {
        // What has no name is a delegate; one that says something defies screening as a whole.
        ExpressionSyntax called = FileOutline.Called(call);
        if (FileOutline.NameOf(called) is not { } name)
            return false;
        // paths.Select(File.OpenRead)
        return NamedMayMatter(call, called, name, member) || DropMayMatter(called, name, member)
            || (Projections.TakesFunction(name) && call.ArgumentList.Arguments.Any(argument =>
                argument.Expression is NameSyntax or MemberAccessExpressionSyntax && FileOutline.NameOf(argument.Expression) is { } function && NamedMayMatter(call, argument.Expression, function, member)));
    }

    // _streams.Remove(key), where that is a field of the same part of the type and may hold resources.
    private bool DropMayMatter(ExpressionSyntax called, string name, SyntaxNode member) =>
        DroppedElements.IsName(name) && called is MemberAccessExpressionSyntax { Expression: var receiver }
        && (receiver as IdentifierNameSyntax ?? (receiver as MemberAccessExpressionSyntax)?.Name as IdentifierNameSyntax)?.Identifier.ValueText is { } field
        && ScopeOf(member) is TypeDeclarationSyntax type
        && type.Members.OfType<FieldDeclarationSyntax>().FirstOrDefault(found => found.Declaration.Variables.Any(variable => variable.Identifier.ValueText == field)) is { Declaration.Type: var declared }
        && (declared is NullableTypeSyntax nullable ? nullable.ElementType : declared) is var collection
        && (collection as GenericNameSyntax ?? (collection as QualifiedNameSyntax)?.Right as GenericNameSyntax) is { TypeArgumentList.Arguments: { Count: > 0 } arguments }
        && MayBeResource(arguments.Last(), member);

    // What is named without a call may be called with anything.
    private bool NamedMayMatter(InvocationExpressionSyntax? call, ExpressionSyntax called, string name, SyntaxNode member)
    {
        if (_names.MayGive(name, _cancellation))
            return true;
        if (called is MemberAccessExpressionSyntax { Expression: var receiver } && MayBeType(receiver))
        {
            // T.Make()
            if (IsTypeParameter(receiver, member))
                return true;
            // A static call, or one on a variable that is called like a type: then both must be harmless.
            if (TypesNamed(receiver, member) is { Length: > 0 } types)
                return Array.Exists(types, type => StaticCallMayMatter(type, name)) || (NameMayMatter(call, called, name) && IsVariable(receiver, member));
        }

        return NameMayMatter(call, called, name) || (called is SimpleNameSyntax && UnqualifiedCallMayMatter(name, member));
    }

    private bool NameMayMatter(InvocationExpressionSyntax? call, ExpressionSyntax called, string name) =>
        _names.IsSaid(name)
        || (!IsOnThis(called) && (_names.MayReleaseItsObject(name) || (_names.IsExtensionName(name) && _names.MayReleaseArgument(name, _cancellation))))
        || ((call is null || call.ArgumentList.Arguments.Any(MayHold)) && _names.MayReleaseArgument(name, _cancellation))
        || GuessedContracts.IsFactoryName(name)
        || (TakenElements.IsName(name) && (name is "Dequeue" or "Pop" || call is null || HasOut(call)))
        || (name.StartsWith("Try", StringComparison.Ordinal) && GuessedContracts.IsFactoryName(name.Substring(3)) && (call is null || HasOut(call)));

    // Stop(), this.Stop(), base.Stop(): nobody holds in a variable what they may release.
    private static bool IsOnThis(ExpressionSyntax called) =>
        called is SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax };

    private static bool MayHold(ArgumentSyntax argument) => argument.Expression is not (LiteralExpressionSyntax or ThisExpressionSyntax or DefaultExpressionSyntax or TypeOfExpressionSyntax);

    private bool StaticCallMayMatter(ITypeSymbol container, string name)
    {
        if (container is not INamedTypeSymbol named)
            return true;
        (object, string) key = (named, name);
        if (!_staticCalls.TryGetValue(key, out bool matters))
        {
            matters = SelfAndInherited(named).SelectMany(type => type.GetMembers(name)).Any(candidate => candidate is IMethodSymbol method && MayMatter(method));
            _staticCalls.Add(key, matters);
        }

        return matters;
    }

    // Thing, Outer.Thing, global::Space.Thing
    private bool MayBeType(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax simple => _names.IsTypeName(simple.Identifier.ValueText),
        AliasQualifiedNameSyntax qualified => MayBeType(qualified.Name),
        MemberAccessExpressionSyntax { Expression: NameSyntax or MemberAccessExpressionSyntax } member => MayBeType(member.Name),
        _ => false,
    };

    // A static method of a base type or of a type in "using static".
    private bool UnqualifiedCallMayMatter(string name, SyntaxNode member)
    {
        INamedTypeSymbol[] bases = ForeignBasesOf(ScopeOf(member));
        if (!_hasUsingStatic && bases.Length == 0)
            return false;
        (object, string) key = (ScopeOf(member), name);
        if (!_staticCalls.TryGetValue(key, out bool matters))
        {
            // To look into the bases costs less than to look around.
            matters = (_hasUsingStatic ? _model.LookupSymbols(PositionIn(member), name: name) : bases.SelectMany(type => type.GetMembers(name))).Any(candidate => candidate is IMethodSymbol { DeclaringSyntaxReferences.IsEmpty: true } method && MayMatter(method));
            _staticCalls.Add(key, matters);
        }

        return matters;
    }

    // The base types in metadata, of the type or of one around it, that could declare a static method.
    private INamedTypeSymbol[] ForeignBasesOf(SyntaxNode scope)
    {
        if (_foreignBases.TryGetValue(scope, out INamedTypeSymbol[]? known))
            return known;
        known = scope.AncestorsAndSelf().OfType<TypeDeclarationSyntax>()
            .Select(declaration => _model.GetDeclaredSymbol(declaration, _cancellation)).OfType<INamedTypeSymbol>()
            .SelectMany(SelfAndInherited)
            .Where(static type => type.DeclaringSyntaxReferences.IsEmpty && type.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType))
            .ToArray();
        _foreignBases.Add(scope, known);
        return known;
    }

    // The types whose static members can be named through a type.
    private static IEnumerable<INamedTypeSymbol> SelfAndInherited(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
            yield return current;
        if (type.TypeKind != TypeKind.Interface)
            yield break;
        foreach (INamedTypeSymbol inherited in type.AllInterfaces)
            yield return inherited;
    }

    // Of methods in source everything is known by name; of those in metadata the defaults are, which also look at types.
    private bool MayMatter(IMethodSymbol method)
    {
        if (!method.DeclaringSyntaxReferences.IsEmpty)
            return _names.MayRelease(method.Name, _cancellation);
        if (_names.IsSaid(method.Name))
            return true;
        bool isFactory = GuessedContracts.IsFactoryName(method.Name);
        return (method.Parameters.Any(static parameter => parameter.RefKind == RefKind.Out) && (isFactory || method.Name.StartsWith("Try", StringComparison.Ordinal)))
            || (_names.MayBeResource(method.ReturnType) && (isFactory || _names.IsOfType(method.ReturnType, method.ContainingType)));
    }

    // : base(stream), : this(stream)
    private bool ConstructorMayMatter(SyntaxNode initializer)
    {
        if (HasOut(initializer))
            return true;
        if (!_names.MayRelease(FileOutline.Constructor, _cancellation))
            return false;
        return initializer.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || _model.GetDeclaredSymbol(declaration, _cancellation) is not INamedTypeSymbol type
            || type.InstanceConstructors.Concat(type.BaseType?.InstanceConstructors ?? System.Collections.Immutable.ImmutableArray<IMethodSymbol>.Empty)
                .Any(constructor => constructor.Parameters.Any(parameter => _names.MayBeResource(parameter.Type)));
    }

    private bool MayBeResource(TypeSyntax type, SyntaxNode member)
    {
        switch (type)
        {
            case PredefinedTypeSyntax or ArrayTypeSyntax or TupleTypeSyntax:
                return false;
            case NullableTypeSyntax nullable:
                return MayBeResource(nullable.ElementType, member);
            case NameSyntax name:
                ITypeSymbol[] types = TypesNamed(name, member);
                return types.Length == 0 || Array.Exists(types, found => found is not INamedTypeSymbol named || CallFacts.IsNullable(named) || _names.IsAcquiredBy(named))
                    || IsTypeParameter(name, member);
            default:
                return true;
        }
    }

    // Collection initializers call Add without naming it.
    private bool AddsMayMatter(InitializerExpressionSyntax? initializer) =>
        initializer is not null && (_names.MayRelease("Add", _cancellation) || _names.MayGive("Add", _cancellation));

    // private readonly object _gate = new();
    private static TypeSyntax? TargetOf(ImplicitObjectCreationExpressionSyntax creation) => creation.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type.IsVar: false } declaration } } => declaration.Type,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => property.Type,
        ArrowExpressionClauseSyntax { Parent: { } declared } => ResultOf(declared),
        ReturnStatementSyntax @return => @return.Ancestors().FirstOrDefault(static node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or MemberDeclarationSyntax) is { } declared
            ? ResultOf(declared)
            : null,
        _ => null,
    };

    private static TypeSyntax? ResultOf(SyntaxNode declaration) => declaration switch
    {
        MethodDeclarationSyntax method => method.ReturnType,
        LocalFunctionStatementSyntax function => function.ReturnType,
        BasePropertyDeclarationSyntax property => property.Type,
        AccessorDeclarationSyntax { Parent.Parent: BasePropertyDeclarationSyntax property } accessor when accessor.IsKind(SyntaxKind.GetAccessorDeclaration) => property.Type,
        ConversionOperatorDeclarationSyntax conversion => conversion.Type,
        OperatorDeclarationSyntax @operator => @operator.ReturnType,
        _ => null,
    };

    private ITypeSymbol[] TypesNamed(ExpressionSyntax expression, SyntaxNode member)
    {
        (SyntaxNode, string) key = (ScopeOf(member), expression is IdentifierNameSyntax identifier ? identifier.Identifier.ValueText : expression.ToString());
        if (!_types.TryGetValue(key, out ITypeSymbol[]? found))
            _types.Add(key, found = Look(expression as NameSyntax ?? SyntaxFactory.ParseName(key.Item2), PositionIn(member)));
        return found;
    }

    private ITypeSymbol[] Look(NameSyntax name, int position)
    {
        if (name is SimpleNameSyntax { Identifier.ValueText: var text, Arity: var arity })
        {
            return _model.LookupNamespacesAndTypes(position, name: text)
                .Where(symbol => symbol is not INamedTypeSymbol type || type.Arity == arity)
                .Select(static symbol => symbol is IAliasSymbol alias ? alias.Target : symbol)
                .OfType<ITypeSymbol>()
                .ToArray();
        }

        return _model.GetSpeculativeTypeInfo(position, name, SpeculativeBindingOption.BindAsTypeOrNamespace).Type is { TypeKind: not TypeKind.Error } bound
            ? new ITypeSymbol[] { bound }
            : Array.Empty<ITypeSymbol>();
    }

    private bool IsVariable(ExpressionSyntax expression, SyntaxNode member)
    {
        if (expression is not IdentifierNameSyntax { Identifier.ValueText: var name })
            return expression is MemberAccessExpressionSyntax;
        return NamesDeclaredIn(member).Variables.Contains(name) || name is "value" or "field"
            || _model.LookupSymbols(PositionIn(member), name: name).Any(static symbol => symbol is not INamespaceOrTypeSymbol);
    }

    private bool IsTypeParameter(ExpressionSyntax expression, SyntaxNode member) =>
        expression is IdentifierNameSyntax { Identifier.ValueText: var name } && _names.IsTypeParameterName(name) && NamesDeclaredIn(member).TypeParameters.Contains(name);

    private (HashSet<string> Variables, HashSet<string> TypeParameters) NamesDeclaredIn(SyntaxNode member)
    {
        if (_declared.TryGetValue(member, out (HashSet<string> Variables, HashSet<string> TypeParameters) names))
            return names;
        names = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (SyntaxToken token in member.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)))
        {
            if (token.Parent is TypeParameterSyntax)
                names.TypeParameters.Add(token.ValueText);
            else if (token.Parent is ParameterSyntax or VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax or CatchDeclarationSyntax)
                names.Variables.Add(token.ValueText);
        }

        _declared.Add(member, names);
        return names;
    }

    private static bool HasOut(SyntaxNode call) =>
        call.DescendantNodes().Any(static node => node is ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword });

    // Names mean the same everywhere in a type, apart from what a member declares itself.
    private static SyntaxNode ScopeOf(SyntaxNode member) => member as TypeDeclarationSyntax ?? member.Parent ?? member;

    private static int PositionIn(SyntaxNode member) => member switch
    {
        CompilationUnitSyntax { Members: { Count: > 0 } members } => members[0].SpanStart,
        TypeDeclarationSyntax { BaseList.Types: { Count: > 0 } bases } when bases[0] is PrimaryConstructorBaseTypeSyntax { ArgumentList: var arguments } => arguments.OpenParenToken.Span.End,
        { Parent: TypeDeclarationSyntax { OpenBraceToken.RawKind: not 0 } type } => type.OpenBraceToken.SpanStart,
        _ => member.SpanStart,
    };
}
