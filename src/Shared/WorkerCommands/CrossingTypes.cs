using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.WorkerCommands;

/// <summary>
/// Which types can cross to another process: what arrives must be what was sent. Generator and analyzer ask here.
/// </summary>
internal static class CrossingTypes
{
    private const string Serialization = "System.Text.Json.Serialization.";
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
        obstacle = null;
        if (ConverterOf(type) is { } converter)
            return new CrossingShape(type, CrossingKind.Value, ImmutableArray<ITypeSymbol>.Empty) { ConverterType = converter };
        if (ValueConverter(type) is { } value)
            return CrossingShape.Value(type, value);
        if (type.TypeKind == TypeKind.Enum)
            return new CrossingShape(type, CrossingKind.Enum, ImmutableArray<ITypeSymbol>.Empty);
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            return new CrossingShape(type, CrossingKind.Nullable, nullable.TypeArguments);

        if (CollectionRecipe.Of(type, out ImmutableArray<ITypeSymbol> parts) is { } recipe)
        {
            if (parts.Length == 2 && !CanBeKey(parts[0]))
            {
                obstacle = new($"a dictionary with keys of '{NameOf(parts[0])}'; use string, number, Guid, date or enum keys");
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
                    if (member.ConverterType is null && Find(member.Type, path.Add(member.Symbol.Name)) is { } inMember)
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

    /// <summary>A type's name for people.</summary>
    public static string NameOf(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    /// <summary>Whether code of an assembly can name a type outside of the types that contain it.</summary>
    public static bool CanBeNamed(ITypeSymbol type, IAssemblySymbol within) =>
        SelfAndContainers(type).All(t => CrossingObject.CanBeReached(t, within) && (t is not INamedTypeSymbol named || named.TypeArguments.All(argument => argument is not INamedTypeSymbol || CanBeNamed(argument, within))));

    private static CrossingShape? ObjectShape(INamedTypeSymbol type, IAssemblySymbol within, out CrossingObstacle? obstacle)
    {
        ImmutableArray<ITypeSymbol> derived = DerivedOf(type);
        if (type.IsAbstract || type.TypeKind == TypeKind.Interface)
        {
            obstacle = derived.IsEmpty
                ? new($"{(type.TypeKind == TypeKind.Interface ? "an interface" : "abstract")}; use a class that can be made, or name its classes with [JsonDerivedType]")
                : null;
            // Members are those of the derived types.
            return derived.IsEmpty ? null : new CrossingShape(type, CrossingKind.Object, derived);
        }

        return CrossingObject.Of(type, within, out obstacle) is { } members
            ? new CrossingShape(type, CrossingKind.Object, derived) { Object = members }
            : null;
    }

    private static ImmutableArray<ITypeSymbol> DerivedOf(INamedTypeSymbol type) => type.GetAttributes()
        .Where(static attribute => attribute.AttributeClass.HasFullName(Serialization + "JsonDerivedTypeAttribute"))
        .Select(static attribute => attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Type, Value: ITypeSymbol derived }, ..] ? derived : null)
        .OfType<ITypeSymbol>()
        .Where(derived => !SymbolEqualityComparer.Default.Equals(derived, type))
        .ToImmutableArray();

    private static INamedTypeSymbol? ConverterOf(ITypeSymbol type) => type is INamedTypeSymbol ? CrossingObject.ConverterOf(type) : null;

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
            || type.HasFullName("System.Threading.Tasks.ValueTask") || type.HasFullName("System.Threading.Tasks.ValueTask`1"))
        {
            return "a matter of this process; send what it stands for";
        }

        if (Bases(type).Any(static t => t.HasFullName("System.Reflection.MemberInfo") || t.HasFullName("System.Reflection.Assembly")))
            return "reflection; send a name";
        return type.AllInterfaces.Any(static i => i.SpecialType == SpecialType.System_Collections_IEnumerable)
            || type.SpecialType == SpecialType.System_Collections_IEnumerable
                ? "a collection that is not known; use an array, List<T> or Dictionary<TKey, TValue>"
                : null;
    }

    private static bool IsResource(ITypeSymbol type) => type.AllInterfaces.Add((type as INamedTypeSymbol)!).Any(static i =>
            i is { SpecialType: SpecialType.System_IDisposable } || i.HasFullName("System.IAsyncDisposable"))
        || TrackedTargets.TrackedTarget.IsOrBecomesDisposable(type);

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

    private static bool CanBeKey(ITypeSymbol type) => type.TypeKind == TypeKind.Enum || type is ITypeParameterSymbol
        || (ValueConverter(type) is { } converter && !converter.StartsWith("Json", StringComparison.Ordinal) && converter != "ByteArrayConverter");

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
