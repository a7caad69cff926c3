using ResourceHygiene;
using TorchTraining;

var mode = args.Length > 0 ? args[0] : "clean";
var epochs = args.Length > 1 && int.TryParse(args[1], out var wanted) ? wanted : 3;

if (!TorchLibrary.TryLoad(out var why))
{
    Console.Error.WriteLine(why);
    return 1;
}

switch (mode)
{
    case "clean":
        await CleanTraining.RunAsync(epochs).ConfigureAwait(false);
        break;
    case "leaky":
        LeakyTraining.Run(epochs);
        break;
    default:
        Console.Error.WriteLine($"'{mode}' is neither 'clean' nor 'leaky'.");
        return 2;
}

foreach (var leak in ResourceTracker.Shared.CollectLeaks())
    Console.WriteLine($"leaked: {leak}");
Console.WriteLine($"held at the end: {ResourceTracker.Shared.Totals.Live}");
return 0;
