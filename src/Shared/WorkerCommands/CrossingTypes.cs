using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.WorkerCommands;

/// <summary>
/// Which types can cross to another process: what arrives must be what was sent. Generator and analyzer ask here.
/// </summary>
internal static class CrossingTypes
{
    private static readonly SymbolDisplayFormat s_runtimeName = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    private const int DeepestPath = 20;

    private static readonly (string Name, string Converter)[] s_values =
    {
        ("System.DateTimeOffset", "DateTimeOffsetConverter"),
        ("System.TimeSpan", "TimeSpanConverter"),
        ("System.DateOnly", "DateOnlyConverter"),
        ("System.TimeOnly", "TimeOnlyConverter"),
        ("System.Guid", "GuidConverter"),
        ("System.Uri", "UriConverter"),
        ("System.Version", "VersionConverter"),
        ("System.Half", "HalfConverter"),
        ("System.Int128", "Int128Converter"),
        ("System.UInt128", "UInt128Converter"),
        ("System.Text.Json.JsonElement", "JsonElementConverter"),
        ("System.Text.Json.Nodes.JsonNode", "JsonNodeConverter"),
        ("System.Text.Json.Nodes.JsonObject", "JsonObjectConverter"),
        ("System.Text.Json.Nodes.JsonArray", "JsonArrayConverter"),
        ("System.Text.Json.Nodes.JsonValue", "JsonValueConverter"),
    };

    /// <summary>How values of a type cross; null where they cannot, with the reason.</summary>
    /// <param name="type">The type.</param>
    /// <param name="within">The assembly that the generated code stands in.</param>
    /// <param name="obstacle">The reason.</param>
    public static CrossingShape? ShapeOf(ITypeSymbol type, IAssemblySymbol within, out CrossingObstacle? obstacle)
    {
        if (type.IsObsoleteWithError())
        {
            obstacle = new("obsolete, and an error to use; use the type that took its place");
            return null;
        }

        if (type is INamedTypeSymbol named)
        {
            if (CrossingFamily.ReasonAgainst(named, within) is { } unknown)
            {
                obstacle = new(unknown);
                return null;
            }

            if (CrossingConverter.Of(type, type, within, out obstacle) is { } converter)
                return new CrossingShape(type, CrossingKind.Value, ImmutableArray<ITypeSymbol>.Empty) { ConverterType = converter };
            if (obstacle is not null)
                return null;
        }

        return StructureOf(type, within, out obstacle);
    }

    /// <summary>How values of a type would cross without the converter that it names, which may want to know.</summary>
    public static CrossingShape? StructureOf(ITypeSymbol type, IAssemblySymbol within, out CrossingObstacle? obstacle)
    {
        obstacle = null;
        if (ValueConverter(type) is { } value)
            return CrossingShape.Value(type, value);
        if (type.TypeKind == TypeKind.Enum)
            return new CrossingShape(type, CrossingKind.Enum, ImmutableArray<ITypeSymbol>.Empty);
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            return new CrossingShape(type, CrossingKind.Nullable, nullable.TypeArguments);

        if (CollectionRecipe.Of(type, out ImmutableArray<ITypeSymbol> parts) is { } recipe)
        {
            if (parts.Length == 2 && !CanBeKey(parts[0], within))
            {
                obstacle = new(CrossingConverter.IsNamedBy(parts[0])
                    ? $"a dictionary with keys of '{NameOf(parts[0])}', whose converter has no methods for property names; override them"
                    : $"a dictionary with keys of '{NameOf(parts[0])}'; use string, number, Guid, date or enum keys");
                return null;
            }

            return new CrossingShape(type, CrossingKind.Collection, parts) { Collection = recipe };
        }

        if (ReasonAgainst(type, within) is { } reason)
        {
            obstacle = new(reason);
            return null;
        }

        return ObjectShape((INamedTypeSymbol)type, within, out obstacle);
    }

    /// <summary>What stops a type from crossing, as text that says where in it and why; null where nothing does.</summary>
    public static string? FindObstacle(ITypeSymbol type, IAssemblySymbol within, CancellationToken cancellationToken)
    {
        HashSet<ITypeSymbol> seen = new(SymbolEqualityComparer.Default);
        return Find(type, ImmutableArray<string>.Empty);

        string? Find(ITypeSymbol current, ImmutableArray<string> path)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A generic type can contain ever larger ones of itself.
            if (path.Length > DeepestPath)
                return "it is built of itself without end";
            if (!seen.Add(current))
                return null;

            if (ShapeOf(current, within, out CrossingObstacle? obstacle) is not { } shape)
                return path.IsEmpty ? $"it is {obstacle!.Reason}" : $"'{string.Join(".", path)}' in it is {obstacle!.Reason}";

            if (shape.Object is { } objectShape)
            {
                foreach (CrossingMember member in objectShape.Members)
                {
                    ImmutableArray<string> toMember = path.Add(member.Symbol.Name);
                    if (member.Obstacle is { } own)
                        return $"'{string.Join(".", toMember)}' in it is {own.Reason}";
                    if (member.ConverterType is null && Find(member.Type, toMember) is { } inMember)
                        return inMember;
                }
            }

            foreach (ITypeSymbol part in shape.Parts)
            {
                // Elements are meant by the member that holds them.
                if (Find(part, shape.Kind == CrossingKind.Object ? path.Add(NameOf(part)) : path.IsEmpty ? ImmutableArray.Create(NameOf(part)) : path) is { } inPart)
                    return inPart;
            }

            return null;
        }
    }

    /// <summary>A type as the runtime knows it, and as <c>typeof</c> takes it: without annotations, and without names of a tuple's elements.</summary>
    public static string RuntimeName(ITypeSymbol type) => type.ToDisplayString(s_runtimeName);

    /// <summary>A type's name for people.</summary>
    public static string NameOf(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    /// <summary>Whether code of an assembly can name a type outside of the types that contain it.</summary>
    public static bool CanBeNamed(ITypeSymbol type, IAssemblySymbol within) =>
        SelfAndContainers(type).All(t => CrossingObject.CanBeReached(t, within) && (t is not INamedTypeSymbol named || named.TypeArguments.All(argument => argument is not INamedTypeSymbol || CanBeNamed(argument, within))));

    private static CrossingShape? ObjectShape(INamedTypeSymbol type, IAssemblySymbol within, out CrossingObstacle? obstacle)
    {
        ImmutableArray<ITypeSymbol> derived = CrossingFamily.DerivedOf(type);
        if (type.IsAbstract || type.TypeKind == TypeKind.Interface)
        {
            obstacle = derived.IsEmpty
                ? new($"{(type.TypeKind == TypeKind.Interface ? "an interface" : "abstract")}; use a class that can be made, or name its classes with [JsonDerivedType]")
                : null;
            // Members are those of the derived types.
            return derived.IsEmpty ? null : new CrossingShape(type, CrossingKind.Object, derived);
        }

        CrossingObject? members = CrossingObject.Of(type, within, out obstacle);
        bool isMadeOfAll = members is { Members.IsEmpty: false } && members.Members.All(static member => member.Way == CrossingWay.Parameter);
        if (!isMadeOfAll && Bases(type).FirstOrDefault(DoesMoreThanHold) is { } framework)
        {
            string derivedFrom = SymbolEqualityComparer.Default.Equals(framework, type) ? "" : $"derived from '{NameOf(framework)}', ";
            obstacle = new($"{derivedFrom}a class of .NET that does more than hold data; send the data that it is made of");
            return null;
        }

        return members is null ? null : new CrossingShape(type, CrossingKind.Object, derived) { Object = members };
    }

    private static string? ReasonAgainst(ITypeSymbol type, IAssemblySymbol within)
    {
        if (type.TypeKind == TypeKind.Dynamic || type.SpecialType == SpecialType.System_Object)
            return "object, which may be anything; use the type that is meant";
        switch (type)
        {
            case { TypeKind: TypeKind.Error }:
                return "not known";
            case ITypeParameterSymbol:
                return "a type parameter; use a type that is known";
            case IPointerTypeSymbol or IFunctionPointerTypeSymbol:
            case { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr }:
                return "an address, which means nothing in another process; send what it points to";
            case IArrayTypeSymbol:
                return "an array of several dimensions; send its elements in one, and their number";
            case { TypeKind: TypeKind.Delegate }:
                return "a delegate, and code cannot be sent; make it a command, or send data";
            case { IsRefLikeType: true }:
                return "a ref struct; use an array, memory or a class";
        }

        if (!CanBeNamed(type, within))
            return "not visible to generated code; make it internal or public";
        if (SelfAndContainers(type).Any(static t => t is INamedTypeSymbol { IsFileLocal: true }))
            return "file-local, and not visible to generated code; remove 'file'";
        if (IsResource(type))
            return "a resource of this process; send a path, a key or the data";
        if (Bases(type).Any(static t => t.HasFullName("System.Exception")))
            return "an exception; send what it says";
        if (type.HasFullName("System.Threading.CancellationToken") || Bases(type).Any(static t => t.HasFullName("System.Threading.Tasks.Task"))
            || type.HasFullName("System.Threading.Tasks.ValueTask") || type.HasFullName("System.Threading.Tasks.ValueTask`1")
            || type.HasFullName("System.IProgress`1") || type.HasFullName(WellKnownNames.WorkerContext))
        {
            return "a matter of this process; send what it stands for";
        }

        if (Bases(type).Any(static t => t.HasFullName("System.Reflection.MemberInfo") || t.HasFullName("System.Reflection.Assembly")))
            return "reflection; send a name";
        if (type.HasFullName("System.Collections.Generic.IAsyncEnumerable`1"))
            return "a stream; send what is in it";
        return type.AllInterfaces.Any(static i => i.SpecialType == SpecialType.System_Collections_IEnumerable)
            || type.SpecialType == SpecialType.System_Collections_IEnumerable
                ? "a collection that is not known; use an array, List<T> or Dictionary<TKey, TValue>"
                : null;
    }

    private static bool IsResource(ITypeSymbol type) => type.AllInterfaces.Add((type as INamedTypeSymbol)!).Any(static i =>
            i is { SpecialType: SpecialType.System_IDisposable } || i.HasFullName("System.IAsyncDisposable"))
        || TrackedTargets.TrackedTarget.IsOrBecomesDisposable(type);

    /// <summary>
    /// Whether a class of the framework has state of its own: one does not see its fields, and what it does with them tells. A class of options
    /// has properties alone.
    /// </summary>
    private static bool DoesMoreThanHold(ITypeSymbol type) => type is { TypeKind: TypeKind.Class, SpecialType: SpecialType.None, ContainingAssembly.Name: var assembly }
        && (assembly.StartsWith("System.", StringComparison.Ordinal) || assembly is "System" or "mscorlib" or "netstandard")
        && !type.AllInterfaces.Any(static i => i.SpecialType == SpecialType.System_Collections_IEnumerable)
        && type.GetMembers().Any(static member => member is { IsStatic: false, IsOverride: false, DeclaredAccessibility: Accessibility.Public } and (IEventSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary }));

    private static IEnumerable<ITypeSymbol> Bases(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
            yield return current;
    }

    private static IEnumerable<ITypeSymbol> SelfAndContainers(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.ContainingType)
            yield return current;
    }

    private static bool CanBeKey(ITypeSymbol type, IAssemblySymbol within)
    {
        if (CrossingConverter.IsNamedBy(type))
            return CrossingConverter.Of(type, type, within, out _) is not { } own || CrossingConverter.WritesKeys(own);
        return type.TypeKind == TypeKind.Enum || type is ITypeParameterSymbol
            || (ValueConverter(type) is { } converter && !converter.StartsWith("Json", StringComparison.Ordinal) && !converter.EndsWith("MemoryByteConverter", StringComparison.Ordinal) && converter != "ByteArrayConverter");
    }

    private static string? ValueConverter(ITypeSymbol type)
    {
        switch (type.SpecialType)
        {
            case SpecialType.System_Boolean or SpecialType.System_Char or SpecialType.System_String or SpecialType.System_DateTime or SpecialType.System_Decimal
                or SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Int32
                or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Single or SpecialType.System_Double:
                return type.Name + "Converter";
        }

        return type switch
        {
            IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte } => "ByteArrayConverter",
            INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Byte }] } memory when memory.HasFullName("System.Memory`1") => "MemoryByteConverter",
            INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Byte }] } memory when memory.HasFullName("System.ReadOnlyMemory`1") => "ReadOnlyMemoryByteConverter",
            _ => s_values.FirstOrDefault(value => type.HasFullName(value.Name)).Converter,
        };
    }
}
