using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

public static class PortedEvaluation
{
    public static void Main()
    {
        using var model = nn.Linear(2, 2);
        {|RH5007:no_grad()|};
        for (var i = 0; i < 100; i++)
        {
            using var x = rand(4, 2);
            Console.WriteLine({|RH5002:model.call(x).argmax(1).sum()|}.item<long>());
        }
    }
}
